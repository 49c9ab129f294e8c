" Colours without a language server; Neovim 0.9 and later have the server's instead.
if exists('b:current_syntax') | finish | endif

syntax keyword ptsKeyword let var fn return break continue use and or not
syntax keyword ptsConditional if else
syntax keyword ptsRepeat for in while
syntax keyword ptsException try catch assert
syntax keyword ptsConstant true false none
syntax match ptsNoun /^\s*\zs\k\+\ze\s\+\k\+\s*{/
syntax match ptsField /\<\k\+\ze\s*:/
syntax match ptsNumber /\<\d[0-9_]*\(\.\d\+\)\?\([eE][-+]\?\d\+\)\?\>/
syntax match ptsComment /#.*$/ contains=@Spell
syntax match ptsCell /^#\s*%%.*$/
syntax match ptsEscape /\\\([nrt"\\]\|u{\x\+}\)/ contained
syntax region ptsValue matchgroup=Special start=/\\(/ end=/)/ contained contains=TOP
syntax region ptsString start=/"/ skip=/\\[^(]/ end=/"/ oneline contains=ptsEscape,ptsValue
syntax region ptsString start=/"""/ skip=/\\[^(]/ end=/"""/ contains=ptsEscape,ptsValue

highlight default link ptsKeyword Keyword
highlight default link ptsConditional Conditional
highlight default link ptsRepeat Repeat
highlight default link ptsException Exception
highlight default link ptsConstant Constant
highlight default link ptsNoun Type
highlight default link ptsField Identifier
highlight default link ptsNumber Number
highlight default link ptsComment Comment
highlight default link ptsCell Title
highlight default link ptsEscape SpecialChar
highlight default link ptsString String

let b:current_syntax = 'pts'
