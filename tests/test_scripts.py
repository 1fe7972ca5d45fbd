"""Material's script does what it did, without what makes a phone work for nothing and without its mistake."""

import importlib.util
import re
from pathlib import Path

from lessonkit.scripts import COSTLY, LATER, MISTAKEN, lighten

SCRIPT = (
    'r=x("meta",{name:"theme-color"});document.head.appendChild(r);let o=x("meta",{name:"color-scheme"});document.head.appendChild(o);'
    'o.content=a.colorScheme;for(let r of M(":scope > *",e.head))t.set(r.outerHTML,r);'
    'function os(e,t){for(let r of M("[href], [src]",e))for(let o of["href","src"]){let n=r.getAttribute(o);if(n){r[o]=new URL(n,t);break}}}'
    r'function vi(e){for(let t of M("[href], [src]",e))for(let r of["href","src"]){let o=t.getAttribute(r);if(o&&!/^\/\//i.test(o)){t[r]=t[r];break}}}'
    '...M("pre:not(.mermaid) > code",e),...M("pre.mermaid",e),...M("[title]:not([data-preview])",e),M("[title]",e),'
    'fe(M("[title]",e)).pipe(g(()=>V("content.tooltips")),J(s=>ii(s)));gi({sitemap$:s,progress$:u}).subscribe(c);'
    'function ii(e){return H(()=>{ls(e)}).pipe(et(pe))}function ms(e){}'
    '...me("announce").map(e=>_n(e)),...me("toc").map(e=>Ri(e,{viewport$:v,header$:f})),...me("source").map(e=>$i(e)))'
    't.pipe(te(i)).subscribe(([,{prev:a}])=>{let c=we(),p=a[0];if(p){let[l]=p;c.hash=l,history.replaceState({},"",`${c}`)}'
    'else c.hash="",history.replaceState({},"",`${c}`)}),_s(e)'
)


def test_what_is_costly_is_out_and_what_only_looks_like_it_stays(tmp_path):
    folder = tmp_path / "vi" / "assets" / "javascripts"
    folder.mkdir(parents=True)
    script = folder / "bundle.0123.min.js"
    script.write_text(SCRIPT)
    lighten(tmp_path)
    assert script.read_text() == (
        'r=x("meta",{name:"theme-color"});document.head.appendChild(r);let o={};'
        r"""o.content=a.colorScheme;for(let r of M(":scope > *",e.head))t.set(r.outerHTML.replace(/="(?:\.\.?\/)+/,'="'),r);"""
        'function os(e,t){for(let r of M("[href], [src]",e))for(let o of["href","src"]){let n=r.getAttribute(o);if(n){r[o]=new URL(n,t);break}}}'
        'function vi(e){for(let t of M("[href]:not([rel=stylesheet]), [src]",e))for(let r of["href","src"])'
        r"{let o=t.getAttribute(r);if(o&&!/^\/\//i.test(o)){t[r]=t[r];break}}}"
        '...M("pre:not(.mermaid, .run > *, .output > *) > code",e),...M("pre.mermaid",e),'
        '...M("[title]:not([data-preview], .headerlink)",e),M("[title]",e),'
        'fe(M("[title]",e)).pipe(g(()=>matchMedia("(hover)").matches&&V("content.tooltips")),J(s=>ii(s)));'
        "gi({sitemap$:s,progress$:u}).pipe(et(pe)).subscribe(c);function ii(e){return H(()=>{ls(e)}).pipe(et(pe))}function ms(e){}"
        '...me("announce").map(e=>_n(e).pipe(et(pe))),...me("toc").map(e=>Ri(e,{viewport$:v,header$:f}).pipe(et(pe))),'
        '...me("source").map(e=>$i(e).pipe(et(pe))))'
        "t.pipe(te(i)).subscribe((page=>([,{prev:a}])=>{if(page===location.pathname){let c=we(),p=a[0];"
        'if(p){let[l]=p;c.hash=l,history.replaceState({},"",`${c}`)}else c.hash="",history.replaceState({},"",`${c}`)}})'
        "(location.pathname)),_s(e)"
    )


def test_materials_own_script_has_each_in_the_form_that_is_looked_for():
    material = Path(importlib.util.find_spec("material").origin).parent / "templates" / "assets" / "javascripts"
    (bundle,) = material.glob("bundle.*.min.js")
    text = bundle.read_text("utf-8")
    assert len(set(re.findall(LATER, text))) == 1, "Material makes its tooltips otherwise: mend LATER in lessonkit/scripts.py"
    parts = len(re.findall(r'\.\.\.\w+\("[-\w]+"\)\.map\(', text)) - 2  # two that depend on a setting stay as they are
    found = [len(re.findall(costly, text)) for costly in COSTLY | MISTAKEN]
    assert found == [1, 1, 1, 1, 1, 1, parts, 1, 1], "Material has changed them: mend COSTLY or MISTAKEN in lessonkit/scripts.py"
