/// The style of exported pages. Text is at least 4.5:1 against its ground, on light and on dark.
enum HTMLStyle {
  static let sheet = """
    :root{--ground:#fff;--ink:#1f2328;--dim:#59636e;--line:#d1d9e0;--soft:#f6f8fa;--link:#0550ae;\
    --fault:#b3261e;--k:#a40e26;--c:#0550ae;--n:#953800;--d:#6639ba;--p:#116329;--s:#0a3069}
    @media (prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--dim:#9198a1;\
    --line:#3d444d;--soft:#161b22;--link:#79c0ff;--fault:#ff9492;--k:#ff7b72;--c:#79c0ff;\
    --n:#ffa657;--d:#d2a8ff;--p:#7ee787;--s:#a5d6ff}}
    *{box-sizing:border-box}
    html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:break-word;\
    font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
    main,footer{max-width:48rem;margin:0 auto;padding:0 1rem}
    main{padding-top:1rem}
    h1,h2,h3,h4,h5,h6{line-height:1.25;margin:2rem 0 .75rem}
    h1{font-size:1.8rem}
    h2{font-size:1.4rem}
    h3,h4,h5,h6{font-size:1.1rem}
    p,ul,ol,blockquote{margin:.75rem 0}
    a{color:var(--link)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px}
    hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
    blockquote{border-left:3px solid var(--line);padding-left:1rem;color:var(--dim)}
    img,svg{max-width:100%;height:auto}
    code,pre,kbd{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",\
    monospace}
    :not(pre)>code{background:var(--soft);border-radius:4px;padding:.1em .3em}
    pre{overflow-x:auto;margin:.5rem 0;tab-size:4}
    pre.code{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.75rem}
    .cell{margin:1.5rem 0}
    .title{color:var(--dim);font-size:.9rem;margin:0 0 .25rem}
    .number{color:inherit;font-family:ui-monospace,Menlo,Consolas,monospace;text-decoration:none}
    .outputs{border-left:3px solid var(--line);margin-top:.5rem;padding-left:.75rem}
    .remark,.run,.pts-note{color:var(--dim);font-size:.85rem}
    .run{margin:.25rem 0;font-variant-numeric:tabular-nums}
    .fault{color:var(--fault)}
    .shown{margin:.5rem 0}
    .printed,.remark,.fault,.pts-text,.pts-value{white-space:pre-wrap}
    table{display:block;max-width:100%;overflow-x:auto;border-collapse:collapse;margin:.75rem 0;\
    font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--dim);padding-bottom:.25rem}
    th,td{border-bottom:1px solid var(--line);padding:.25rem .75rem .25rem 0;text-align:left;\
    vertical-align:top}
    nav{font-size:.95rem}
    nav ul{columns:2 16rem;margin:.5rem 0}
    summary{cursor:pointer}
    footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.5rem;padding-bottom:2rem;\
    color:var(--dim);font-size:.85rem}
    .keys code{word-break:break-all}
    .k{color:var(--k)}
    .c,.u{color:var(--c)}
    .n{color:var(--n);font-weight:600}
    .d,.f{color:var(--d)}
    .p{color:var(--p)}
    .s{color:var(--s)}
    .i{color:var(--n)}
    .x,.t{color:var(--dim);font-style:italic}
    @media print{.code{white-space:pre-wrap}.cell{break-inside:avoid}}
    """
}
