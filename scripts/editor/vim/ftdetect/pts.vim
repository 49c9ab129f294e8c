autocmd BufRead,BufNewFile *.pts setfiletype pts
autocmd BufRead * if getline(1) =~# '^#!.*\<pts\>' | setfiletype pts | endif
