" Vim and Neovim: comments, indentation, `gq` by `pts format`; in Neovim the language server too.
" `g:pts_program` names the program where it isn't on PATH.
if exists('b:did_ftplugin') | finish | endif
let b:did_ftplugin = 1

let s:program = get(g:, 'pts_program', 'pts')
setlocal commentstring=#\ %s comments=:# shiftwidth=2 softtabstop=2 expandtab
setlocal iskeyword=@,48-57,_,128-255
let &l:formatprg = shellescape(s:program) . ' format -'
let b:undo_ftplugin = 'setlocal commentstring< comments< shiftwidth< softtabstop< expandtab< '
      \ . 'iskeyword< formatprg<'

if has('nvim-0.5')
  lua << LUA
  local config = {
    name = 'pts',
    cmd = { vim.g.pts_program or 'pts', 'lsp' },
    root_dir = vim.fn.expand('%:p:h'),
  }
  if vim.lsp.start then
    vim.lsp.start(config)
  else
    -- Before 0.8 a client that runs already has to be found by hand.
    local id
    for _, client in pairs(vim.lsp.get_active_clients()) do
      if client.name == 'pts' then id = client.id end
    end
    id = id or vim.lsp.start_client(config)
    if id then vim.lsp.buf_attach_client(0, id) end
  end
LUA
endif
