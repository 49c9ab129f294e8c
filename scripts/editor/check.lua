-- Run by scripts/check-editor: what Neovim gets from `pts lsp`, held to what it should be.

local folder = os.getenv('PTS_FOLDER')
vim.g.pts_program = os.getenv('PTS_PROGRAM')
local failures, count = 0, 0

local function say(text) io.stdout:write(text .. '\n') end

local function check(name, condition, found)
  count = count + 1
  if condition then return say('ok    ' .. name) end
  failures = failures + 1
  say('FAIL  ' .. name .. (found ~= nil and ': ' .. vim.inspect(found) or ''))
end

local function write(name, text)
  local file = assert(io.open(folder .. '/' .. name, 'w'))
  file:write(text)
  file:close()
end

-- Waits for what comes by itself.
local function wait(condition) return vim.wait(20000, condition, 20) end

local function request(method, parameters)
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 10000)
  for _, answer in pairs(answers or {}) do return answer.result, answer.error end
end

-- The parameters of a request about the first place of some words, `after` bytes into them.
local function at(words, after)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  for number, line in ipairs(lines) do
    local start = line:find(words, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + (after or 0) })
      return vim.lsp.util.make_position_params(0, 'utf-16')
    end
  end
  error('no ' .. words)
end

local function milliseconds(body)
  local start = vim.loop.hrtime()
  body()
  return (vim.loop.hrtime() - start) / 1e6
end

local function main()
  write('reviews.csv', 'review,mood\nfine,glad\nawful,sad\n')
  write('tools.pts', 'fn scale(x, by = 2) { return x * by }\n')
  write('mood.pts', table.concat({
    '# %% Daten für die Stimmung',
    'use "tools.pts"',
    'model lm { from: "workshop" }',
    'dataset reviews { from: "reviews.csv", input: "review", target: "moood" }',
    'prompt soft { template: "{review} {mood}", soft: 4 }',
    'run first { model: lm, prompt: soft, data: reviews, steps: 3 }',
    '',
    '# %% Blick',
    'print("größer: \\(scale(3, by: 4))", first.loss)',
    'let   double = scale(1)',
  }, '\n') .. '\n')

  vim.cmd('edit ' .. folder .. '/mood.pts')
  check('the file type is found', vim.bo.filetype == 'pts', vim.bo.filetype)
  check('Vim colours it', vim.fn.synIDattr(vim.fn.synID(3, 1, 1), 'name') == 'ptsNoun',
    vim.fn.synIDattr(vim.fn.synID(3, 1, 1), 'name'))

  local function diagnostics() return vim.diagnostic.get(0) end
  check('a column that the data lacks is reported', wait(function() return #diagnostics() == 1 end),
    diagnostics())
  local fault = diagnostics()[1] or {}
  check('with a hint, at its place',
    fault.lnum == 3 and (fault.message or ''):find('did you mean `mood`') ~= nil, fault)

  vim.api.nvim_buf_set_text(0, 3, 65, 3, 70, { 'mood' })
  check('and is gone once it is mended', wait(function() return #diagnostics() == 0 end), diagnostics())

  local hover = request('textDocument/hover', at('template:', 1)) or {}
  check('a field explains itself',
    vim.inspect(hover.contents):find('template: a field of `prompt`', 1, true) ~= nil, hover)

  local signature = request('textDocument/signatureHelp', at('by: 4', 4)) or {}
  check('a call shows what it takes', ((signature.signatures or {})[1] or {}).label ~= nil, signature)

  local target = request('textDocument/definition', at('scale(3', 1)) or {}
  check('a name leads to its definition in another file',
    (target.uri or ''):find('tools.pts', 1, true) ~= nil and target.range.start.line == 0, target)

  local uses = request('textDocument/references', vim.tbl_extend('force', at('scale(3', 1),
    { context = { includeDeclaration = true } })) or {}
  check('its uses are found in both files', #uses == 3, uses)

  -- Completion, as a person types.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'first.prompt.' })
  local parameters = at('first.prompt.', 13)
  parameters.position.character = 13
  local list
  local spent = milliseconds(function() list = request('textDocument/completion', parameters) end)
  local labels = vim.tbl_map(function(item) return item.label end, (list or {}).items or {})
  check('members are completed without running anything', vim.tbl_contains(labels, 'embedding'), labels)
  check('within 200 ms', spent < 200, spent)
  vim.api.nvim_buf_set_lines(0, -2, -1, false, {})

  vim.api.nvim_win_set_cursor(0, { 9, 22 })
  at('scale(3', 1)
  vim.lsp.buf.rename('multiply')
  check('a rename reaches every file', wait(function()
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return text:find('multiply(3, by: 4)', 1, true) and text:find('multiply(1)', 1, true)
  end), vim.api.nvim_buf_get_lines(0, 0, -1, false))
  local tools = vim.fn.bufnr(folder .. '/tools.pts')
  check('the other one too', tools > 0 and
    vim.api.nvim_buf_get_lines(tools, 0, 1, false)[1]:find('fn multiply') ~= nil, tools)
  check('and nothing is wrong after it', wait(function() return #diagnostics() == 0 end), diagnostics())

  if vim.lsp.buf.format then vim.lsp.buf.format() else vim.lsp.buf.formatting_sync() end
  local last = vim.api.nvim_buf_get_lines(0, -2, -1, false)[1]
  check('the text is formatted', last == 'let double = multiply(1)', last)

  local document = { textDocument = vim.lsp.util.make_text_document_params() }
  local symbols = request('textDocument/documentSymbol', document) or {}
  check('cells are the outline', #symbols == 2 and symbols[2].name == 'Blick', symbols)
  local tokens = request('textDocument/semanticTokens/full', document) or {}
  check('colours come', #(tokens.data or {}) > 100 and #tokens.data % 5 == 0, #(tokens.data or {}))

  -- A text as a person leaves it in the middle of a word is answered as well.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'prompt p { te', 'let s = "ü \\(' })
  check('a broken text has errors', wait(function() return #diagnostics() > 0 end))
  local field = at('prompt p { te', 13)
  field.position.character = 13
  local fields = (request('textDocument/completion', field) or {}).items or {}
  check('and completion', #fields == 1 and fields[1].label == 'template', fields)

  local client = vim.lsp.get_active_clients()[1]
  client.stop()
  check('the server leaves when it is told', wait(function()
    return client.is_stopped() or #vim.lsp.get_active_clients() == 0
  end))
end

local ok, reason = xpcall(main, debug.traceback)
if not ok then
  failures = failures + 1
  say('FAIL  ' .. tostring(reason))
end
say(('%d of %d'):format(count - failures, count))
vim.cmd(failures == 0 and 'qall!' or 'cquit 1')
