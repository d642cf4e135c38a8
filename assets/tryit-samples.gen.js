"use strict";(()=>{async function ke(e){try{return await navigator.clipboard.writeText(e),!0}catch{return!1}}function h(e,t,...n){let r=document.createElement(e);return r.className=t,r.append(...n),r}function Ge(e,t){let n=[],r=e==="curl"?Gt:zt(Wt[e]??{});for(let[s,o]of r(t))for(let i of o.split(/(\n)/)){let a=n.at(-1),l=a&&a[1]!==`
`?a:void 0;i!==""&&(l&&i!==`
`&&(l[0]===s||/^[ \t]+$/.test(i))?l[1]+=i:n.push([i===`
`||/^[ \t]+$/.test(i)?"":s,i]))}return n}var Wt={typescript:{long:"`",letters:"$",constants:"true false null undefined NaN Infinity",types:"any bigint boolean never number object string symbol unknown",keywords:"async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield abstract as asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies type unique"},python:{long:'"""',comment:"#",keywords:"import",constants:"None True False",types:"tuple"},go:{long:"`",keywords:"const defer else func if import package return var",constants:"nil",types:"byte error string"},csharp:{long:'"""',keywords:"await if new throw using var",types:"int"},java:{long:'"""',keywords:"class if import new public static throw throws",constants:"null",types:"void"},php:{comment:"#",variable:"$",anyCase:!0,keywords:"echo if new throw",constants:"true false null"},ruby:{comment:"#",variable:"@$",letters:"?!",keywords:"do end raise require unless",constants:"true false nil"},rust:{quotes:'"',characters:!0,keywords:"dyn fn let use",constants:"Ok true false Some"}};function zt(e){let t=new Map;for(let[i,a]of[["k",e.keywords],["kc",e.constants],["nc",e.types]])a?.split(" ").forEach(l=>t.set(l,i));let n=`A-Za-z_\\u0080-\\uffff${e.letters??""}`,r={white:"[ \\t\\n\\r]+",word:`[${n}][${n}0-9]*`,m:"[0-9](?:[eE][-+](?=[0-9])|[0-9A-Za-z_]|\\.(?=[0-9]))*",c:e.comment?"(?<![^ \\t\\n\\r])#.*":"//.*",...e.long&&{long:`${e.long}(?:\\\\[^]|(?!${e.long})[^\\\\])*(?:${e.long}|$)`},...e.characters&&{s:"'(?:\\\\[^]{1,10}?|[^\\\\])'",nv:"'[A-Za-z_0-9]+"},text:[...e.quotes??`"'`].map(i=>`${i}(?:\\\\[^]|[^${i}\\\\\\n])*${i}`).join("|"),...e.variable&&{variable:`[${e.variable}](?:\\{[^}\\n]*\\}|[A-Za-z_0-9\\u0080-\\uffff]+)`},sign:"[^]"},s=new RegExp(Object.entries(r).map(([i,a])=>`(?<${i}>${a})`).join("|"),"g"),o={long:"s",text:"s",variable:"nv",white:"",sign:""};return function*(i){for(let a of i.matchAll(s)){let[l,u]=Object.entries(a.groups).find(([,Dt])=>Dt!==void 0),b=i[a.index-1],p=i[a.index+u.length],Ke=t.get(e.anyCase?u.toLowerCase():u),Ut=Ke&&b!=="."?Ke:p==="("?"nf":/^[A-Z]/.test(u)?"nc":"";yield[l==="word"?Ut:o[l]??l,u]}}}var Kt=/'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^\n]|\$\w+|[ \t]+|[^ \t\r\n|&;()<>"'$`\\=]+|[^]/g;function*Gt(e){let t=!0;for(let[n]of e.matchAll(Kt)){if(n[0]==='"')for(let[r]of n.matchAll(/\$\w+|(?:\\[^]|[^$\\])+|\$/g))yield[/^\$\w/.test(r)?"nv":"s",r];else if(/^[ \t\r\n]/.test(n)){yield["",n];continue}else yield[{"'":"s",$:"nv","\\":n.length>1?"se":""}[n[0]]??(t?"nf":/^-./.test(n)?"na":/^\d[\dA-Za-z_.]*$/.test(n)?"m":""),n];t=!1}}var Je=/[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y,ve=/[ \t\r\n]*/y,S=class extends Error{constructor(n,r){super(n);this.offset=r}offset};function Jt(e){let t=[],n=0;for(;;){if(ve.lastIndex=n,ve.exec(e),n=ve.lastIndex,n===e.length)return t;Je.lastIndex=n;let r=Je.exec(e)?.[0];if(r===void 0||/[\w.]$/.test(r)&&/[\w.]/.test(e[n+r.length]??""))throw new S(Zt(e,n),n);t.push({kind:Vt(r),text:r,start:n}),n+=r.length}}function Vt(e){return e[0]==='"'?"string":/^[{}[\],:]$/.test(e)?"mark":/^[tfn]/.test(e)?"word":"number"}function Zt(e,t){let n=e.slice(t,t+24);if(n[0]==='"')return"this text is not closed by a quote on its line, or has an unknown escape";if(n[0]==="'")return'text stands between double quotes, "like this"';let r=/^[\w$.+-]+/.exec(n)?.[0];return r?`${r} is not JSON; text needs double quotes`:`${n[0]} is not expected here`}function Qt(e,t,n){let r=[];for(;;){let s=ee(e,t++,n,"a value");if(s.text==="{"||s.text==="["){let o=s.text==="{"?"}":"]";if(e[t]?.text!==o){r.push(o),t=o==="}"?Ve(e,t,n):t;continue}t++}else if(s.kind==="mark"){let o=e[t-2]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":`${s.text} stands where a value should`,s.start)}for(;;){let o=r.at(-1);if(o===void 0)return t;let i=ee(e,t,n,`a comma or ${o}`);if(i.text===","){t=o==="}"?Ve(e,t+1,n):t+1;break}if(i.text!==o)throw new S(`a comma or ${o} is missing before ${i.text}`,i.start);r.pop(),t++}}}function Ve(e,t,n){let r=ee(e,t,n,"a name");if(r.kind!=="string"){let o=r.text==="}"&&e[t-1]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":"a name in double quotes is missing",r.start)}r.kind="name";let s=ee(e,t+1,n,"a colon");if(s.text!==":")throw new S(`a colon is missing before ${s.text}`,s.start);return t+2}function ee(e,t,n,r){let s=e[t];if(!s)throw new S(`the text ends where ${r} should follow`,n);return s}function Te(e){try{let t=Jt(e),n=t[Qt(t,0,e.length)];if(n)throw new S(`there is more after the end: ${n.text}`,n.start);return t}catch(t){if(!(t instanceof S))throw t;let n=e.slice(0,t.offset).split(`
`);return{message:t.message,line:n.length,column:(n.at(-1)??"").length+1,offset:t.offset}}}function*Ze(e){let t=0,n="",r=()=>`
${"  ".repeat(Math.min(t,40))}`;for(let[s,o]of e.entries()){let i=o.text==="}"||o.text==="]",a=i&&/^[{[]$/.test(e[s-1]?.text??"");if(i&&o.kind==="mark"&&(t--,n=a?"":r()),yield[n,o],n="",o.kind==="mark")switch(o.text){case"{":case"[":t++,n=r();break;case",":n=r();break;case":":n=" "}}}function K(e){let t=Te(e);return Array.isArray(t)?Xt(t):t}function te(e){return"kind"in e}function Xt(e){let t=[],n;for(let{kind:r,text:s,start:o}of e){let i=o+s.length,a;if(r==="name"){n={name:JSON.parse(s),start:o};continue}else if(s==="{")a={kind:"object",members:[],start:o};else if(s==="[")a={kind:"list",items:[],start:o};else if(r==="mark"){if(s==="}"||s==="]"){let u=t.pop();if(u.end=i,t.length===0)return u}continue}else a={kind:"leaf",text:s,start:o,end:i};let l=t.at(-1);if(l?.kind==="list"?l.items.push(a):l&&l.members.push({...n,value:a}),a.kind!=="leaf")t.push(a);else if(!l)return a}throw new Error("a text of JSON has a value")}function ne(e,t=!0){let n=Se(e),r=t?Te(n):[];if(!Array.isArray(r)||!t)return n;let s="";for(let[o,i]of Ze(r))s+=o+i.text;return s}function Se(e){switch(e.kind){case"leaf":return e.text;case"file":return"null";case"list":return`[${e.items.map(Se).join(",")}]`;case"object":return`{${e.members.map(({name:t,value:n})=>`${JSON.stringify(t)}:${Se(n)}`).join(",")}}`}}function G(e){return K(JSON.stringify(e)??"null")}function O(e){return Pe(e)?JSON.parse(e.text):ne(e,!1)}function Pe(e){return e?.kind==="leaf"&&e.text[0]==='"'}function M(e){switch(e.kind){case"list":return"array";case"object":return"object";case"file":return"string"}let t=e.text[0];return t==='"'?"string":t==="n"?"null":/[tf]/.test(t)?"boolean":"number"}function se(e){return e.kind==="list"?e.items.length:e.kind==="object"?e.members.length:0}function P(e){switch(e.kind){case"file":return"";case"leaf":return M(e)==="null"?"":$(O(e))}return J(e)}function J(e){switch(e.kind){case"list":return`[${e.items.map(J).join(",")}]`;case"object":return`{${e.members.map(t=>`${re(t.name)}:${J(t.value)}`).join(",")}}`;case"file":return"null"}return M(e)==="string"?re(O(e)):e.text}var Yt=/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"\\]/g,en={'"':'\\"',"\\":"\\\\","\n":"\\n","\r":"\\r","	":"\\t"};function re(e){return`"${$(e).replace(Yt,t=>en[t]??`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}"`}function $(e){return e.replace(new RegExp("\\p{Surrogate}","gu"),"�")}var Ee="\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",tn=new RegExp(`[${Ee}]+`,"g"),nn=new RegExp(`^[${Ee}]+|[${Ee}]+$`,"g");function oe(e){return e.replace(nn,"")}function V(e){return oe(e).replace(tn," ")}var ie=e=>`%${e.charCodeAt(0).toString(16).toUpperCase().padStart(2,"0")}`;function w(e){return encodeURIComponent($(e)).replace(/[!'()*]/g,ie)}function I(e){return w(e).replace(/%(?:24|26|2B|3A|3D|40)/g,decodeURIComponent)}function rn(e){return w(e).replace(/%(?:3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/g,decodeURIComponent)}function sn(e){return $(e).replace(/[^!#$&-+\--:<-[\]-~]/gu,t=>t<""?ie(t):encodeURIComponent(t))}var on=e=>e;function Z(e,t){if(e.mediaType)return{items:[Pe(t)?P(t):J(t)],object:null};switch(t.kind){case"list":return{items:t.items.map(P),object:null};case"object":return{items:[],object:t.members.map(n=>[$(n.name),P(n.value)])}}return{items:[P(t)],object:null}}function L({items:e,object:t},n,r,s){return(t?t.map(([o,i])=>s(o)+r+s(i)):e.map(s)).join(n)}function Qe(e,t,n){return L(t,",",e.explode?"=":",",n)}function Xe(e,t){let n=Z(e,t),r=I(e.name);switch(e.style){case"label":return`.${e.explode?L(n,".","=",I):L(n,",",",",I)}`;case"matrix":return e.explode&&n.object?`;${L(n,";","=",I)}`:e.explode?n.items.map(s=>`;${r}=${I(s)}`).join(""):`;${r}=${L(n,",",",",I)}`}return Qe(e,n,I)}function Le(e,t){let n=e.allowReserved?rn:w,r=w(e.name);if(e.style==="deepObject"&&se(t)>0)return je(e.name,t).map(([i,a])=>`${w(i)}=${n(a)}`).join("&");if(e.in==="querystring")return ln(e,t);let s=Z(e,t);if(e.explode)return s.object?L(s,"&","=",n):s.items.map(i=>`${r}=${n(i)}`).join("&");let o={" ":"%20","|":"%7C"}[an(e)]??",";return`${r}=${L(s,o,o,n)}`}function an(e){return{spaceDelimited:" ",pipeDelimited:"|"}[e.style]??","}function ln(e,t){return tt(e.mediaType??"")==="application/x-www-form-urlencoded"?nt({},t):w(Z(e,t).items.join(""))}function je(e,t,n=0){return t.kind==="object"&&n<8?t.members.flatMap(s=>je(`${e}[${$(s.name)}]`,s.value,n+1)):t.kind==="list"&&n<8?t.items.flatMap((s,o)=>je(`${e}[${o}]`,s,n+1)):[[e,P(t)]]}function Ye(e,t){return Qe(e,Z(e,t),on)}function et(e,t){let n=Z(e,t),[r,s]=e.style==="cookie"?[sn,"; "]:[w,"&"];return!e.explode||n.items.length===0&&!n.object?.length?`${e.name}=${L(n,",",",",r)}`:n.object?L(n,s,"=",r):n.items.map(o=>`${e.name}=${r(o)}`).join(s)}function tt(e){return e.split(";",1)[0].trim().toLowerCase()}function nt(e,t){return t.kind!=="object"?P(t):t.members.map(n=>Le(cn(n.name,n.value,ae(e,n.name)),n.value)).filter(n=>n!=="").join("&")}function ae(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function cn(e,t,n){let r={name:e,in:"query",style:"form",explode:!0,allowReserved:n?.allowReserved??!1};return n?.style?(r.style=n.style,r.explode=n.explode??!1):n?.contentType&&se(t)>0?r.mediaType=n.contentType:t.kind==="object"&&(r.style="deepObject"),r}function rt(e,t){return{name:e,...un(dn(t))}}function un(e){return e?{mediaType:e}:{}}function dn(e){let t=(e?.contentType??"").split(",",1)[0].trim();return t.includes("*")?"":t}function st(e){return/^\s*application\/json\s*(;|$)|^[^;]*\+json\s*(;|$)/i.test(e)}var v=class extends Error{constructor(n,r,s){super(n);this.place=r;this.name=s}place;name};function H(){return Object.create(null)}function N(e,t){let n=t,r={};for(let s=0;s<32&&typeof n=="object"&&n.$ref!==void 0;s++){let{$ref:o,...i}=n;r={...i,...r},n=Object.hasOwn(e.defs,o.slice(7))?e.defs[o.slice(7)]:void 0}return typeof n!="object"?n===!1?{not:{}}:r:{...n,...r}}function ot(e,t){let n=Object.hasOwn(e,t.in)?e[t.in]:{},r=Object.hasOwn(n,t.name)?n[t.name]:void 0;return r===void 0?void 0:G(r)}function le(e,t){let n=e.servers[t.server.index];if(!n)throw new v("there is no such server","server","");for(let[s,o]of Object.entries(t.server.variables)){let i=n.variables.find(a=>a.name===s);if(!i)throw new v(`the server has no variable ${s}`,"server",s);if(o!==i.default&&!(i.enum?i.enum.includes(o):mn(n.url,s,o))){let a=i.enum?`is one of ${i.enum.join(", ")}`:"takes what a part of a host or of a path can be";throw new v(`${s} of the server ${a}`,"server",s)}}let r=new Map(Object.entries(t.server.variables));return n.variables.reduce((s,o)=>s.replaceAll(`{${o.name}}`,()=>r.get(o.name)??o.default),n.url)}function mn(e,t,n){let r=`{${t}}`,[,s="",o=""]=/^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(e)??[];return s.includes(r)&&!/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(n)?!1:!o.includes(r)||/^[\w.~!$'()*+,;=:@-]+(\/[\w.~!$'()*+,;=:@-]+)*$/.test(n)&&!/(^|\/)\.\.?(\/|$)/.test(n)}function it(e,t,n){if(t.endsWith("://"))throw new v(`the server ${t} has no host`,"server","");let[r]=e.path.split("#",1),s=r.indexOf("?"),o=s<0?r:r.slice(0,s),i=s<0?"":r.slice(s+1),a=[];for(let u of e.params){let b=ot(n,u);if(b!==void 0)if(u.in==="path"){let p=Xe(u,b);if(p==="")throw new v(`${u.name} is empty`,"path",u.name);o=o.replaceAll(`{${u.name}}`,()=>p),i=i.replaceAll(`{${u.name}}`,()=>w(P(b)))}else(u.in==="query"||u.in==="querystring")&&a.push(Le(u,b))}for(let u of o.split("/"))if(/^(?:\.|%2e){1,2}$|%(?![0-9a-f]{2})/i.test(u))throw new v(`${u} can't be a segment of the path`,"path","");let l=[i,...a].filter(u=>u!=="");return t.replace(/\/$/,"")+Oe(l.length>0?`${o}?${l.join("&")}`:o)}function Oe(e){return $(e).replace(/[^!#-;=?-[\]_a-z~]/gu,t=>t<""?ie(t):encodeURIComponent(t))}function pn(e){return!e||!e.value&&!e.username&&!e.password}function hn(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function at(e,t){let n=e.security.map(s=>s.filter(({id:o})=>!pn(hn(t,o))&&e.schemes[o].kind!=="mutualTLS").length),r=n.findIndex((s,o)=>s>0&&s===e.security[o].length);return r>=0?r:n.findIndex(s=>s>0)}function lt(e){return btoa(gn(e))}function gn(e){return Array.from(new TextEncoder().encode(e),t=>String.fromCharCode(t)).join("")}function ct(e,t){let n=[],r=[];for(let s of e.params){let o=ot(t,s);o!==void 0&&(s.in==="header"?n.push([s.name,V(Ye(s,o))]):s.in==="cookie"&&r.push(et(s,o)))}return r.length>0?[...n,["cookie",r.join("; ")]]:n}var ut="file.bin";function dt(e,t,n){let{api:r,seconds:s,json:o}=e.sample,i={api:r,seconds:s,json:o,method:e.method,base:bn(yn(e,t)),rest:it(e,"",t.values),secrets:[],query:[],basic:null,headers:[],body:"none",mediaType:"",text:"",value:null,fileName:"",parts:[]};for(let a of $n(e,t)){let l=Object.hasOwn(t.credentials,a.id)?t.credentials[a.id]:{};if(n&&(l.value||l.username||l.password)){wn(i,a,l);continue}i.secrets.push(a),a.basic?i.basic=a:a.in==="query"?i.query.push(a):a.in==="cookie"?B(i,"cookie",[`${a.name}=`,a]):a.in==="header"&&B(i,a.name,[a.prefix,a])}for(let[a,l]of ct(e,t.values))B(i,a,[l]);return xn(i,e,t),i}function yn(e,t){let{index:n,variables:r}=t.server;return n===0&&Object.keys(r).length===0?e.sample.base:le(e,t)}function bn(e){let t=Oe(e);return t.endsWith("://")?`${t}your-host.example`:(t.includes("://")?t:t.startsWith("//")?`https:${t}`:`https://your-host.example/${t.replace(/^\//,"")}`).replace(/\/$/,"")}function $n(e,t){let n=e.sample.secrets,r=n[at(e,t.credentials)]??[];return r.length>0?r:n.find(s=>s.length>0)??[]}function wn(e,t,n){let r=t.prefix+oe(n.value??"");t.basic?B(e,"authorization",[`Basic ${lt(`${n.username??""}:${n.password??""}`)}`]):t.in==="query"?e.rest+=`${Me(e)}${w(t.name)}=${w(r)}`:t.in==="cookie"?B(e,"cookie",[`${t.name}=${V(r)}`]):t.in==="header"&&B(e,t.name,[V(r)])}function B(e,t,n){let r=t.toLowerCase(),s=n.filter(i=>i!==""),o=e.headers.find(([i])=>i===r);o?r==="cookie"&&o[1].push("; ",...s):e.headers.push([r,s])}function Me(e){return e.rest.includes("?")?"&":"?"}function xn(e,t,n){let r=t.bodies.find(s=>s.mediaType===n.mediaType)??t.bodies[0];r&&(e.mediaType=r.contentType,e.fileName=n.bodyFile?.name||ut,n.bodyFile||r.kind==="binary"&&!n.body?e.body="file":r.kind==="multipart"&&!n.body?(e.body="form",e.parts=(n.parts??[]).map(({name:s,value:o,file:i,fileName:a,mediaType:l})=>{let u=o===void 0;return{name:s,text:o??"",file:u,fileName:u?a||i?.name||ut:"",mediaType:l??""}})):n.body?kn(e,r,n.body):r.examples.length===0&&(e.body="file"))}function kn(e,t,n){e.body="text",e.text=n;let r=st(t.contentType)?K(n):null;r&&te(r)&&Ce(r)&&(e.body="json",e.value=r)}function Ce(e){switch(e.kind){case"list":return e.items.every(Ce);case"object":return e.members.every(n=>Ce(n.value));case"file":return!0}if(!/^[-\d]/.test(e.text))return!0;let t=Number(e.text);return/[.eE]/.test(e.text)?Number.isFinite(t)&&e.text.length<18:Math.abs(t)<2**53||/^-?9007199254740992$/.test(e.text)}function q(e){return e.body==="none"||e.body==="form"?"":e.mediaType}function C(e,t){let n=q(e),r=e.headers.map(([s,o])=>[s,t(o)]);return n?[["content-type",t([n])],...r]:r}function x(e){return[e.rest,...e.query.flatMap((t,n)=>[`${n>0?"&":Me(e)}${w(t.name)}=`,t])]}function R(e){return e.mediaType||(e.file?"application/octet-stream":"")}function ue(e){return e.parts.some(t=>!t.file&&t.mediaType!=="")}function F(e){let t=R(e),n=e.file?`; filename="${Q(e.fileName)}"`:"";return`Content-Disposition: form-data; name="${Q(e.name)}"${n}${t?`\r
Content-Type: ${t}`:""}\r
\r
`}function Q(e){return e.replaceAll('"',"%22").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function de(e){return e.body==="file"||e.parts.some(t=>t.file)}function f(e,t,n,r){let s=[];for(let o=0;o<e.length;o++){let i=e[o];if(typeof i!="string"){s.push(r(i));continue}for(let a=e[o+1];typeof a=="string";a=e[++o+1])i+=a;s.push(n(i))}return s.length>0?s.join(t):n("")}function E(e,t,n){return f(e,"",t,n)}function _(e,t,n,r){if(e.every(o=>typeof o=="string"))return t(e.join(""));let[s]=e;return e.length===1&&typeof s=="object"?n(s):r(e)}var U=e=>e.var;function g(e){return e.replace(/[A-Z]/g,t=>`_${t.toLowerCase()}`)}var D=e=>g(e.var),c=re;function T(e){let t=new RegExp(Object.keys(e).map(n=>n.replace(/[\\^$.*+?()[\]{}|]/g,"\\$&")).join("|"),"g");return n=>n.replace(t,r=>e[r])}var fe=T({"{":"{{","}":"}}"});function ce(e,t){return e.indent.repeat(Math.min(t,40))}function j(e,t,n){switch(e.kind){case"list":return vn(e.items,t,n);case"object":return e.members.length===0?t.empty??t.open+t.end:`${t.open}
${e.members.map(s=>`${ce(t,n+1)}${t.key(s.name)}${t.assign}${j(s.value,t,n+1)},
`).join("")}${ce(t,n)}${t.end}`}if(M(e)==="string")return t.text(O(e));let r=O(e);return r in t.words?t.words[r]:r}var ft=60;function vn(e,t,n){let r=e.map(i=>j(i,t,n+1)),s=r.join(", ");if(s.length<=ft&&!s.includes(`
`)&&Tn(s)<=ft)return`[${s}]`;let o=ce(t,n+1);return`[
${o}${r.join(`,
${o}`)},
${ce(t,n)}]`}function Tn(e){return new TextEncoder().encode(e).length}var mt=e=>{let t=(e.body==="none"?"":`using System.Net.Http.Headers;
`)+(e.basic?`using System.Text;
`:"");t&&(t+=`
`),t+=e.secrets.map(r=>`var ${r.var} = Environment.GetEnvironmentVariable(${c(r.env)})
    ?? throw new InvalidOperationException(${c(`${r.env} is required`)});
`).join("");let n=f([e.base,...x(e)]," + ",c,r=>`Uri.EscapeDataString(${r.var})`);return t+=`using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(${e.seconds}) };
using var request = new HttpRequestMessage(${Sn(e.method)}, ${n});
`,e.basic&&(t+=`request.Headers.TryAddWithoutValidation("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(${e.basic.var})));
`),t+=e.headers.map(([r,s])=>`request.Headers.TryAddWithoutValidation(${c(r)}, ${f(s," + ",c,U)});
`).join(""),t+=`${Pn(e)}
using var response = await client.SendAsync(request);
var answer = await response.Content.ReadAsStringAsync();
`,`${t}if (!response.IsSuccessStatusCode)
{
    throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
}
Console.WriteLine(answer);
`};function Sn(e){return["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS","TRACE"].includes(e)?`HttpMethod.${e[0]}${e.slice(1).toLowerCase()}`:`new HttpMethod(${c(e)})`}function Pn(e){let t=`request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${c(e.mediaType)});
`;switch(e.body){case"none":return"";case"json":case"text":return`request.Content = new StringContent(${En(e)});
${t}`;case"file":return`request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(${c(e.fileName)}));
${t}`}let n=`var form = new MultipartFormDataContent();
`;for(let[r,s]of e.parts.entries()){let o=`part${r+1}`,i=R(s);n+=s.file?`var ${o} = new ByteArrayContent(await File.ReadAllBytesAsync(${c(s.fileName)}));
`:`var ${o} = new StringContent(${c(s.text)});
`,n+=i?`${o}.Headers.ContentType = MediaTypeHeaderValue.Parse(${c(i)});
`:"",n+=`form.Add(${o}, ${c(s.name)}${s.file?`, ${c(s.fileName)}`:""});
`}return`${n}request.Content = form;
`}function En(e){if(e.body!=="json"||!e.text.includes(`
`))return c(e.text);let t='"""';for(;e.text.includes(t);)t+='"';let n=`
    `;return`${t}${n}${e.text.replaceAll(`
`,n)}${n}${t}`}var pt=e=>{let t=s=>`$${s.env}`,n=W(e.base)+E(x(e),W,t),r=[e.method==="HEAD"?`curl --head "${n}"`:`curl -X ${jn(e.method)} "${n}"`];/[[\]{}]/.test(e.rest)&&(r[0]+=" --globoff"),e.basic&&r.push(`--user "$${e.basic.env}"`);for(let[s,o]of e.headers){let i=E(o,W,t);r.push(i===""?`-H "${W(s)};"`:`-H "${W(s)}: ${i}"`)}return`${[...r,...Ln(e)].join(` \\
  `)}
`};function jn(e){return/^[A-Za-z-]*$/.test(e)?e:A(e)}function Ln(e){let t=`-H "content-type: ${W(e.mediaType)}"`;switch(e.body){case"none":return[];case"file":return[t,`--data-binary ${Cn(`@${e.fileName}`)}`];case"form":return On(e);case"json":return[t,`--data ${A(e.text.replaceAll(`
`,`
  `))}`]}let n=e.text.startsWith("@")||/[\r\n]/.test(e.text)?"--data-raw":"--data";return[t,`${n} ${A(e.text)}`]}function On(e){return e.parts.map(t=>{let n=t.mediaType!==""&&!/[,*]/.test(t.mediaType)?`;type=${t.mediaType}`:"",r=t.name.replaceAll("=","%3D");return t.file?`-F ${A(`${r}=@${Mn(t.fileName)}${n}`)}`:n?`-F ${A(`${r}="${ht(t.text)}"${n}`)}`:`--form-string ${A(`${r}=${t.text}`)}`})}var ht=T({"\\":"\\\\",'"':'\\"'});function Cn(e){return/^[@._\-/a-zA-Z0-9]*$/.test(e)?e:A(e)}function Mn(e){return/[;,"\\]/.test(e)?`"${ht(e)}"`:e}var W=T({"\\":"\\\\",'"':'\\"',$:"\\$","`":"\\`","!":`"'!'"`,"\0":""});function A(e){return`'${In(e)}'`}var In=T({"'":"'\\''","\0":""});var gt=e=>{let t=`baseURL+${f(x(e),"+",y,o=>`url.QueryEscape(${o.var})`)}`,n=`package main

import (
${qn(e).map(o=>`	"${o}"
`).join("")})

const baseURL = ${y(e.base)}

`;n+=`func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
`,n+=e.secrets.map(An).join(""),n+=`	ctx, cancel := context.WithTimeout(context.Background(), ${e.seconds}*time.Second)
	defer cancel()

`;let[r,s]=Hn(e);return n+=`${r}	req, err := http.NewRequestWithContext(ctx, ${_n(e.method)}, ${t}, ${s})
	if err != nil {
		return err
	}
`,n+Bn(e)+Rn};function qn(e){let t=new Set(["context","fmt","io","log","net/http","time"]),n=(...r)=>r.forEach(s=>t.add(s));switch(e.body){case"json":case"text":n("strings");break;case"file":n("os");break;case"form":n("bytes","mime/multipart"),e.parts.some(r=>r.file)&&n("os"),e.parts.some(r=>r.mediaType!=="")&&n("net/textproto")}return e.secrets.length>0&&n("errors","os"),e.basic&&n("strings"),e.query.length>0&&n("net/url"),[...t].sort()}var Rn=`
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("%s: %s", resp.Status, answer)
	}
	fmt.Println(string(answer))
	return nil
}
`;function An(e){return`${`	${e.var} := os.Getenv(${y(e.env)})
	if ${e.var} == "" {
		return errors.New(${y(`${e.env} is required`)})
	}
`}${e.basic?`	username, password, _ := strings.Cut(${e.var}, ":")
`:""}
`}function Hn(e){switch(e.body){case"none":return["","nil"];case"json":case"text":return[`	body := strings.NewReader(${Ie(e.text)})
`,"body"];case"file":return[`	body, err := os.Open(${y(e.fileName)})
	if err != nil {
		return err
	}
	defer body.Close()

`,"body"]}let t=`	var body bytes.Buffer
	form := multipart.NewWriter(&body)
`,n="content, err := os.ReadFile";for(let r of e.parts)r.file&&(t+=`	${n}(${y(r.fileName)})
	if err != nil {
		return err
	}
`,n="content, err = os.ReadFile"),t+=Nn(r,r.file?"content":`[]byte(${Ie(r.text)})`);return[`${t}	if err := form.Close(); err != nil {
		return err
	}

`,"&body"]}function Nn(e,t){let n=e.file?`form.CreateFormFile(${y(e.name)}, ${y(e.fileName)})`:`form.CreateFormField(${y(e.name)})`;if(e.mediaType){let r=`form-data; name="${Q(e.name)}"${e.file?`; filename="${Q(e.fileName)}"`:""}`;n=`form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {${Ie(r)}}, "Content-Type": {${y(e.mediaType)}}})`}return`	if part, err := ${n}; err != nil {
		return err
	} else if _, err := part.Write(${t}); err != nil {
		return err
	}
`}function Bn(e){let t="";return e.body==="form"?t+=`	req.Header.Set("content-type", form.FormDataContentType())
`:q(e)&&(t+=`	req.Header.Set("content-type", ${y(e.mediaType)})
`),e.basic&&(t+=`	req.SetBasicAuth(username, password)
`),t+e.headers.map(([n,r])=>`	req.Header.Set(${y(n)}, ${f(r,"+",y,U)})
`).join("")}function Ie(e){return/["\n\\]/.test(e)&&!/[\u0000-\u0008\u000b-\u001f`\u007f\ufeff]/.test(e)?`\`${$(e)}\``:y(e)}var Fn={'"':'\\"',"\\":"\\\\","\x07":"\\a","\b":"\\b","\f":"\\f","\n":"\\n","\r":"\\r","	":"\\t","\v":"\\v"};function y(e){let t=(n,r)=>n.codePointAt(0).toString(16).padStart(r,"0");return`"${$(e).replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,n=>Fn[n]??(n<""?`\\x${t(n,2)}`:n.length>1?`\\U${t(n,8)}`:`\\u${t(n,4)}`))}"`}function _n(e){return["GET","HEAD","POST","PUT","PATCH","DELETE","CONNECT","OPTIONS","TRACE"].includes(e)?`http.Method${e[0]}${e.slice(1).toLowerCase()}`:y(e)}var X="StandardCharsets.UTF_8",yt=e=>{let t=f([e.base,...x(e)]," + ",c,a=>`URLEncoder.encode(${a.var}, ${X})`),n=Un(e).map(a=>`import ${a};
`).join("");n+=`
public class Sample {
    public static void main(String[] args) throws Exception {
`;for(let a of e.secrets)n+=`        String ${a.var} = System.getenv(${c(a.env)});
        if (${a.var} == null) {
            throw new IllegalStateException(${c(`${a.env} is required`)});
        }
`;let[r,s,o]=Dn(e);n+=`${r}        HttpRequest request = HttpRequest.newBuilder(URI.create(${t}))
            .timeout(Duration.ofSeconds(${e.seconds}))
`;let i=e.headers.map(([a,l])=>`.header(${c(a)}, ${f(l," + ",c,U)})`);return e.basic&&i.unshift(`.header("authorization", "Basic " + Base64.getEncoder().encodeToString(${e.basic.var}.getBytes()))`),n+=[...o,...i].map(a=>`            ${a}
`).join(""),`${n}            .method(${c(e.method)}, ${s})
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        System.out.println(response.body());
    }
}
`};function Un(e){let t=["java.net.URI","java.net.http.HttpClient","java.net.http.HttpRequest","java.net.http.HttpResponse","java.time.Duration"];return e.query.length>0&&t.push("java.net.URLEncoder","java.nio.charset.StandardCharsets"),de(e)&&t.push("java.nio.file.Files","java.nio.file.Path"),e.body==="form"&&t.push("java.io.ByteArrayOutputStream","java.nio.charset.StandardCharsets"),e.basic&&t.push("java.util.Base64"),[...new Set(t)].sort()}function Dn(e){let t=[`.header("content-type", ${c(e.mediaType)})`];switch(e.body){case"none":return["","HttpRequest.BodyPublishers.noBody()",[]];case"json":case"text":return[`        String body = ${zn(e)};
`,"HttpRequest.BodyPublishers.ofString(body)",t];case"file":return["",`HttpRequest.BodyPublishers.ofFile(Path.of(${c(e.fileName)}))`,t]}let n=`        String boundary = "sample-" + System.nanoTime();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
`;for(let r of e.parts){let s=r.file?`Files.readAllBytes(Path.of(${c(r.fileName)}))`:`${c(r.text)}.getBytes(${X})`;n+=`        form.write(("--" + boundary + ${c(`\r
${F(r)}`)}).getBytes(${X}));
        form.write(${s});
        form.write("\\r\\n".getBytes(${X}));
`}return n+=`        form.write(("--" + boundary + "--\\r\\n").getBytes(${X}));
`,[n,"HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())",['.header("content-type", "multipart/form-data; boundary=" + boundary)']]}var bt=`
            `,Wn=T({"\\":"\\\\",'"""':'\\"""',"\n":bt});function zn(e){return e.body==="json"&&e.text.includes(`
`)?`"""${bt}${Wn(e.text)}"""`:c(e.text)}var $t=e=>{let t=`<?php
${e.secrets.length>0?`
`:""}`;t+=e.secrets.map(s=>`$${s.var} = getenv(${d(s.env)}) ?: throw new RuntimeException(${d(`${s.env} is required`)});
`).join("");let n=f([e.base,...x(e)]," . ",d,s=>`rawurlencode($${s.var})`);t+=Re(e)?Vn(e):"",t+=`
$curl = curl_init(${n});
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => ${d(e.method)},
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => ${e.seconds},
`,e.method==="HEAD"&&(t+=`    CURLOPT_NOBODY => true,
`);let r=Zn(e);return r.length>0&&(t+=`    CURLOPT_HTTPHEADER => [
        ${r.join(`,
        `)},
    ],
`),e.basic&&(t+=`    CURLOPT_USERPWD => $${e.basic.var},
`),t+=Kn(e),t+=`]);

$answer = curl_exec($curl);
if ($answer === false) {
    throw new RuntimeException(curl_error($curl));
}
`,`${t}$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status < 200 || $status > 299) {
    throw new RuntimeException("$status: $answer");
}
echo $answer, PHP_EOL;
`};function Kn(e){let t=n=>`    CURLOPT_POSTFIELDS => ${n},
`;switch(e.body){case"none":return"";case"json":return t(qe(e.value)?d(e.text):`json_encode(${j(e.value,Xn,1)})`);case"text":return t(d(e.text));case"file":return t(`file_get_contents(${d(e.fileName)})`)}return t(Re(e)?"$form":`[
${Jn(e)}    ]`)}function qe(e){return e.kind==="list"?e.items.some(qe):e.kind==="object"&&e.members.some(t=>Gn(t.name)||qe(t.value))}function Gn(e){return/^[+-]?\d+$/.test(e)&&BigInt.asIntN(64,BigInt(e.replace("+","")))===BigInt(e.replace("+",""))}function Re(e){return new Set(e.parts.map(t=>t.name)).size<e.parts.length||ue(e)}function Jn(e){return e.parts.map(t=>{let n=t.mediaType?`, ${d(t.mediaType)}`:"";return`        ${d(t.name)} => ${t.file?`new CURLFile(${d(t.fileName)}${n})`:d(t.text)},
`}).join("")}function Vn(e){let t=`
$boundary = bin2hex(random_bytes(16));
$form = '';
`;for(let n of e.parts){let r=n.file?`file_get_contents(${d(n.fileName)})`:d(n.text),s=F(n).replace(/[\r\n]+$/,"").split(`\r
`).map(o=>` . ${d(o)} . "\\r\\n"`);t+=`$form .= "--$boundary\\r\\n"${s.join("")} . "\\r\\n" . ${r} . "\\r\\n";
`}return`${t}$form .= "--$boundary--\\r\\n";
`}function Zn(e){let t=q(e),n=t?[d(`content-type: ${t}`)]:[];e.body==="form"&&Re(e)&&n.push(`${d("content-type: multipart/form-data; boundary=")} . $boundary`);for(let[r,s]of e.headers){let o=s.length===0?[`${r};`]:[`${r}: `,...s];n.push(f(o," . ",d,i=>`$${i.var}`))}return n}var Qn=T({"\\":"\\\\","'":"\\'"});function d(e){return`'${Qn(e)}'`}var Xn={indent:"    ",open:"[",end:"]",empty:"new stdClass()",assign:" => ",key:d,text:d,words:{null:"null",true:"true",false:"false"}};var xt=e=>{let t=`${e.secrets.length>0?`import os

`:""}import requests

base_url = ${c(e.base)}
`;t+=e.secrets.map(o=>`${g(o.var)} = os.environ[${c(o.env)}]
`).join("");let r=["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS"].includes(e.method)?`requests.${e.method.toLowerCase()}(`:`requests.request(
    ${c(e.method)},`;t+=`
response = ${r}
    f"{base_url}${wt(e.rest)}",
`,e.query.length>0&&(t+=`    params={${e.query.map(o=>`${c(o.name)}: ${g(o.var)}`).join(", ")}},
`);let s=C(e,o=>_(o,c,D,i=>`f"${E(i,wt,a=>`{${g(a.var)}}`)}"`));return s.length>0&&(t+=`    headers={
        ${s.map(([o,i])=>`${c(o)}: ${i}`).join(`,
        `)},
    },
`),e.basic&&(t+=`    auth=tuple(${g(e.basic.var)}.split(":", 1)),
`),t+=Yn(e),`${t}    timeout=${e.seconds},
)
response.raise_for_status()
print(response.${e.json?"json()":"text"})
`};function Yn(e){switch(e.body){case"none":return"";case"json":return`    json=${j(e.value,tr,1)},
`;case"text":return`    data=${c(e.text)}.encode(),
`;case"file":return`    data=open(${c(e.fileName)}, "rb"),
`}return`    files=[
${e.parts.map(t=>`        ${er(t)},
`).join("")}    ],
`}function er(e){let t=c(e.fileName),n=R(e);return`(${c(e.name)}, (${e.file?`${t}, open(${t}, "rb")`:`None, ${c(e.text)}`}${n?`, ${c(n)}`:""}))`}function wt(e){return c(fe(e)).slice(1,-1)}var tr={indent:"    ",open:"{",end:"}",assign:": ",key:c,text:c,words:{null:"None",true:"True",false:"False"}};var kt=e=>{let t=`${e.body==="json"?`require "json"
`:""}require "net/http"

`;t+=e.secrets.map(r=>`${g(r.var)} = ENV.fetch(${m(r.env)})
`).join("");let n=f([e.base,...x(e)]," + ",m,r=>`URI.encode_www_form_component(${g(r.var)})`);return t+=`uri = URI(${n})

request = Net::HTTPGenericRequest.new(${m(e.method)}, ${e.body!=="none"}, ${e.method!=="HEAD"}, uri)
`,e.basic&&(t+=`request.basic_auth(*${g(e.basic.var)}.split(":", 2))
`),t+=C(e,r=>f(r," + ",m,D)).map(([r,s])=>`request[${m(r)}] = ${s}
`).join(""),t+=nr(e),t+=`
response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: ${e.seconds}) do |http|
  http.request(request)
end
`,`${t}raise "#{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)

puts response.body
`};function nr(e){switch(e.body){case"none":return"";case"json":return`request.body = JSON.generate(${j(e.value,or,0)})
`;case"text":return`request.body = ${m(e.text)}
`;case"file":return`request.body = File.binread(${m(e.fileName)})
`}return rr(e)}function rr(e){if(!ue(e))return`request.set_form([
${e.parts.map(n=>`  ${sr(n)},
`).join("")}], "multipart/form-data")
`;let t=`
boundary = "sample-#{rand(1 << 64)}"
form = String.new
`;for(let n of e.parts){let r=n.file?`File.binread(${m(n.fileName)})`:`${m(n.text)}.b`;t+=`form << "--#{boundary}\\r\\n" << ${m(F(n))} << ${r} << "\\r\\n"
`}return`${t}form << "--#{boundary}--\\r\\n"
request["content-type"] = "multipart/form-data; boundary=#{boundary}"
request.body = form
`}function sr(e){let t=m(e.name);if(!e.file)return`[${t}, ${m(e.text)}]`;let n=m(e.fileName),r=e.mediaType?`, content_type: ${m(e.mediaType)}`:"";return`[${t}, File.open(${n}), { filename: ${n}${r} }]`}function m(e){return c(e).replaceAll("#","\\#")}var or={indent:"  ",open:"{",end:"}",assign:" => ",key:m,text:m,words:{null:"nil",true:"true",false:"false"}};var vt=e=>{let t=`// Cargo.toml: reqwest = { version = "0.12", features = ["blocking", "multipart"] }
`;t+=(e.body==="form"?`use reqwest::blocking::multipart;
`:"")+(e.secrets.length>0?`use std::env;
`:""),t+=`use std::error::Error;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
`,t+=e.secrets.map(i=>`    let ${g(i.var)} = env::var(${k(i.env)})?;
`).join(""),e.basic&&(t+=`    let (username, password) = ${g(e.basic.var)}.split_once(':').ok_or("name:password is needed")?;
`),t+=`    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(${e.seconds}))
        .build()?;
`,t+=e.body==="form"?ar(e):"";let r=["GET","POST","PUT","PATCH","DELETE","HEAD"].includes(e.method)?`${e.method.toLowerCase()}(`:`request(reqwest::Method::from_bytes(b${k(e.method)})?, `;t+=`    let response = client
        .${r}${k(e.base+e.rest)})
`,t+=e.query.map(i=>`        .query(&[(${k(i.name)}, &${g(i.var)})])
`).join(""),t+=e.basic?`        .basic_auth(username, Some(password))
`:"";let s=i=>k(fe(i)).slice(1,-1),o=C(e,i=>_(i,k,D,a=>`format!("${E(a,s,l=>`{${g(l.var)}}`)}")`));return t+=o.map(([i,a])=>`        .header(${k(i)}, ${a})
`).join(""),t+=ir(e),`${t}        .send()?
        .error_for_status()?;
    println!("{}", response.text()?);
    Ok(())
}
`};function ir(e){switch(e.body){case"none":return"";case"json":return`        .body(${lr(e.text.replaceAll(`
`,`
        `))})
`;case"text":return`        .body(${k(e.text)})
`;case"file":return`        .body(std::fs::read(${k(e.fileName)})?)
`}return`        .multipart(form)
`}function ar(e){let t="    let form = multipart::Form::new()";for(let n of e.parts){let r=k(n.fileName),s=R(n),o=n.file?`bytes(std::fs::read(${r})?).file_name(${r})`:`text(${k(n.text)})`;t+=`
        .part(${k(n.name)}, multipart::Part::${o}${s?`.mime_str(${k(s)})?`:""})`}return`${t};
`}function k(e){let t=n=>n===`
`?"\\n":n==='"'||n==="\\"?`\\${n}`:`\\u{${n.charCodeAt(0).toString(16)}}`;return`"${$(e).replace(/["\\\u0000-\u001f\u007f\u2028\u2029]/g,t)}"`}function lr(e){if(e.includes("\r")||!/["\\\n]/.test(e))return k(e);let t="";for(;e.includes(`"${t}`);)t+="#";return`r${t}"${e}"${t}`}var Tt=e=>{let t=e,n=de(t)?`import { readFile } from "node:fs/promises";

`:"";n+=`const baseUrl = ${c(t.base)};
${t.secrets.map(s=>`const ${s.var} = process.env.${s.env};
`).join("")}
`,n+=t.secrets.map(s=>`if (!${s.var}) {
	throw new Error(${c(`${s.env} is required`)});
}

`).join(""),n+=cr(t),t.body!=="none"&&(t.method==="GET"||t.method==="HEAD")&&(n+=`// fetch sends no body with ${t.method}, so what the operation takes is left out here.
`,t={...t,body:"none",parts:[]}),n+=`const response = await fetch(\`\${baseUrl}${E(x(t),Ae,s=>`\${encodeURIComponent(${s.var})}`)}\`, {
	method: ${c(t.method)},
`;let r=ur(t);switch(r.length>0&&(n+=`	headers: {
		${r.join(`,
		`)},
	},
`),t.body){case"json":n+=`	body: JSON.stringify(${j(t.value,dr,1)}),
`;break;case"text":n+=`	body: ${c(t.text)},
`;break;case"form":n+=`	body: form,
`;break;case"file":n+=`	body: await readFile(${c(t.fileName)}),
`}return n+=`	signal: AbortSignal.timeout(${t.seconds}_000),
});

`,n+=`if (!response.ok) {
	throw new Error(\`${Ae(t.api)} failed: \${response.status} \${await response.text()}\`);
}

`,`${n}const data = await response.${t.json?"json":"text"}();
console.log(data);
`};function cr(e){if(e.body!=="form")return"";let t=`const form = new FormData();
`;for(let n of e.parts){let r=n.mediaType?`, { type: ${c(n.mediaType)} }`:"",s=c(n.name);n.file?t+=`form.append(${s}, new Blob([await readFile(${c(n.fileName)})]${r}), ${c(n.fileName)});
`:r?t+=`form.append(${s}, new Blob([${c(n.text)}]${r}));
`:t+=`form.append(${s}, ${c(n.text)});
`}return`${t}
`}function ur(e){let t=C(e,n=>_(n,c,r=>r.var,r=>`\`${E(r,Ae,s=>`\${${s.var}}`)}\``)).map(([n,r])=>`${St(n)}: ${r}`);return e.basic&&t.splice(q(e)?1:0,0,`authorization: \`Basic \${btoa(${e.basic.var})}\``),t}var Ae=T({"\\":"\\\\","`":"\\`","${":"\\${"});function St(e){return e==="__proto__"?'["__proto__"]':/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(e)?e:c(e)}var dr={indent:"	",open:"{",end:"}",assign:": ",key:St,text:c,words:{null:"null",true:"true",false:"false"}};var Pt=new Map(Object.entries({curl:pt,typescript:Tt,python:xt,go:gt,csharp:mt,java:yt,php:$t,ruby:kt,rust:vt}));function He(e,t,n,r=!1){let s=dt(e,t,r);return new Map(n.flatMap(o=>Pt.has(o)?[[o,Pt.get(o)(s)]]:[]))}function Et(e,t,n){return[...Lt(e,t.schema)].filter(([r,s])=>Ot(e,s)&&!n.some(o=>o.name===r)).map(([r])=>rt(r,ae(t.encoding,r)))}var jt=16;function Lt(e,t,n=0){let r=N(e,t);if(n>jt)return new Map;let s=[...r.allOf??[],...Ct(e,r)].flatMap(o=>[...Lt(e,o,n+1)]);return new Map([...s,...Object.entries(r.properties??{})])}function Ot(e,t,n=0){let r=N(e,t),s=r.contentMediaType??"";if(r.format==="binary"||!r.contentEncoding&&(s==="application/octet-stream"||s.startsWith("image/")))return!0;let o=r.items===void 0||r.prefixItems?[]:[r.items];return n<jt&&[...r.allOf??[],...Ct(e,r),...o].some(i=>Ot(e,i,n+1))}function Ct(e,t){let n=(t.anyOf??t.oneOf??[]).filter(r=>N(e,r).type!=="null");return n.length===1?n:[]}var me=class{#e;#t;#n;#s;#r;#o=null;#i=0;#a=0;#l=0;#c=!1;constructor(t,n,r){this.#e=t,this.#t=n,this.#n=[...document.querySelectorAll(".op-samples .tab-input[data-live]")].flatMap(s=>{let o=s.nextElementSibling?.nextElementSibling?.querySelector("pre > code");return o?[{id:s.value,tab:s,code:o}]:[]}),this.#s=Object.assign(h("input",""),{type:"checkbox"}),this.#r=h("label","tryit-tick",this.#s," Show my credentials in samples and cURL"),this.#r.hidden=!0,r.append(this.#r),t.form.addEventListener("tryit:change",()=>this.#u()),document.addEventListener("change",({target:s})=>s.matches(".tab-input")&&this.#u()),addEventListener("beforeprint",()=>this.#d(!0)),this.#u()}write(t,n){return He(this.#t,this.#m(t),[n],this.#s.checked).get(n)??""}#u(){cancelAnimationFrame(this.#i),clearTimeout(this.#a);let t=()=>{let n=performance.now();this.#d(),this.#l=performance.now()-n};this.#l<10?this.#i=requestAnimationFrame(t):this.#a=window.setTimeout(t,250)}#d(t=!1){let n=this.#e.peek(),r=Object.keys(n?.credentials??this.#e.keys.credentials()).length>0;this.#r.hidden=!r,this.#s.checked&&=r;let s=t||this.#s.checked||this.#c;this.#c=this.#s.checked;let o=this.#n.filter(({tab:a})=>s||a.checked),i=(n&&this.#f(n,o))??(this.#o&&this.#f(this.#o,o));for(let{id:a,code:l}of o){let u=i?.get(a);u!==void 0&&u!==l.textContent&&mr(l,a,u)}}#f(t,n){let r=this.#m({...t,...t===this.#o&&{credentials:this.#e.keys.credentials()}});try{let s=n.map(({id:i})=>i),o=He(this.#t,r,s,this.#s.checked);return this.#o=t,o}catch(s){if(s instanceof v)return null;throw s}}#m(t){let n=this.#t.bodies.find(({mediaType:r})=>r===t.mediaType);return n?.kind==="multipart"&&t.parts?{...t,parts:[...t.parts,...Et(this.#t,n,t.parts)]}:t}},fr=5e4;function mr(e,t,n){let r=n.length>fr?[["",n]]:Ge(t,n);pr(e.parentElement),e.replaceChildren(...r.map(([a,l])=>a?h("span",a,l):l));let s=n.split(`
`).length-1,o=e.closest(".code");o.classList.toggle("code-line",s===1);let i=o.querySelector(".code-fold")?.lastChild;i&&(i.textContent=i.textContent.replace(/\d+/,String(s)))}function pr(e){let{offsetHeight:t}=e;t>0&&!e.classList.contains("code-held")&&(e.style.setProperty("--held",`${t}px`),e.classList.add("code-held"))}function Mt(e){try{return localStorage.getItem(`docsite.${e}`)}catch{return null}}function Ne(e,t){try{t===null?localStorage.removeItem(`docsite.${e}`):localStorage.setItem(`docsite.${e}`,t)}catch{}}function pe(){return new URL(document.documentElement.dataset.root??"./",location.href)}var Qs=`docsite.key ${pe().pathname} `;var It=new Map;function qt(e,t,n){if(n.left<=0||t.length>2e3)return!0;let r=It.get(e);if(r===void 0){try{new RegExp(e),r=new ge(new Be(e).all())}catch{r=null}It.set(e,r),n.left-=r?.size??0}return!r||r.found([...t],n)}var ge=class{#e=[{passes:()=>!0,takes:0,next:[]}];#t;#n=[];#s=0;constructor(t){this.#t=this.#r(t,0)}get size(){return this.#e.length}found(t,n,r,s){let o=[];for(let i=r??0;i<=(s??t.length);i++){this.#s++;let a=r===void 0||i===r?[this.#t,...o]:o;if(a.length===0)return!1;for(o=[];a.length>0;){let l=a.pop();if(this.#n[l]===this.#s)continue;if(this.#n[l]=this.#s,--n.left<=0||l===0&&(s===void 0||i===s))return!0;let{passes:u,takes:b,next:p}=this.#e[l];u(t,i,n)&&(b?o:a).push(...p)}}return!1}#r(t,n){switch(t.kind){case"step":return this.#o({...t,next:[n]});case"row":return t.parts.reduceRight((a,l)=>this.#r(l,a),n);case"choice":return this.#o({passes:()=>!0,takes:0,next:t.parts.map(a=>this.#r(a,n))})}let r=a=>this.#o({passes:()=>!0,takes:0,next:a}),{least:s,most:o}=t,i=n;for(o>2e3&&(i=r([n]),this.#e[i].next.push(this.#r(t.part,i)),o=s);o>s;o--)i=r([this.#r(t.part,i),n]);for(let a=-1;s>0&&i!==a;s--)a=i,i=this.#r(t.part,i);return i}#o(t){if(this.#e.length>1e4)throw new Error("too large");return this.#e.push(t)-1}},Be=class{#e;#t=0;constructor(t){this.#e=t}all(){let t=[],n=[];for(;;){if(this.#t>=this.#e.length||this.#n(/\)/y))return t.push({kind:"row",parts:n}),t.length===1?t[0]:{kind:"choice",parts:t};this.#n(/\|/y)?(t.push({kind:"row",parts:n}),n=[]):n.push(this.#r(this.#s()))}}#n(t){t.lastIndex=this.#t;let n=t.exec(this.#e);return this.#t+=n?.[0].length??0,n}#s(){let t=this.#n(/\((\?(:|<?[=!]|<[^>]*>)|(?!\?))/y);if(t){let s=this.all();return/[=!]$/.test(t[0])?hr(s,t[0].includes("<"),t[0].endsWith("=")):s}let n=this.#n(/\^|\$|\\b/iy)?.[0];if(n)return{kind:"step",passes:gr[n],takes:0};if(this.#n(/\(|\\[1-9k]|\\0\d/y))throw new Error("another language");let[r]=this.#n(/\\u\{[^}]*\}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\x..|\\c.|\\p\{[^}]*\}|\\P\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|./suy);return{kind:"step",passes:yr(r),takes:1}}#r(t){let n=this.#n(/(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y);if(!n)return t;let[,r,s=r==="+"?"1":"0",o,i]=n,a=Math.min(Number(s),2001);return{kind:"loop",part:t,least:a,most:r==="?"?1:r||o&&!i?1/0:i?Number(i):a}}};function hr(e,t,n){let r=new ge(e);return{kind:"step",passes:(o,i,a)=>{let l=!1;for(let u=i;!l&&u>=(t?0:i);u--)l=r.found(o,a,u,t?i:void 0);return l===n},takes:0}}var he=(e,t)=>/^[0-9A-Za-z_]$/.test(e[t]??""),gr={"^":(e,t)=>t===0,$:(e,t)=>t===e.length,"\\b":(e,t)=>he(e,t)!==he(e,t-1),"\\B":(e,t)=>he(e,t)===he(e,t-1)};function yr(e){let t=e.replace(/^\\(?=[^a-z0-9])/i,"");if(t!==e||/^[^\\[.]/.test(e))return(s,o)=>s[o]===t;let n=new RegExp(`^${e}$`,"u"),r=new Map;return(s,o)=>{let i=s[o];if(i===void 0)return!1;let a=r.get(i);return a===void 0&&(a=n.test(i),r.set(i,a)),a}}function ye(e,t){let n=new Ue(e,t),r={server:Rt(e,t.server),values:n.values(t.values),mediaType:t.mediaType},s=n.text(t);return{state:s===void 0?r:{...r,text:s},left:[...new Set(n.left)]}}function be(e,t){if(!Y(t))return null;let{server:n,values:r,mediaType:s,text:o}=t,i={server:{index:0,variables:{}},values:H(),mediaType:""};if(Y(n)&&Number.isInteger(n.index)){let a=Y(n.variables)?Object.entries(n.variables).filter(l=>typeof l[1]=="string"):[];i.server=Rt(e,{index:n.index,variables:Object.fromEntries(a)})}for(let a of e.params){let l=Y(r)&&z(r,a.in),u=Y(l)?z(l,a.name):void 0;u!=null&&!At(e,a)&&((i.values[a.in]??=H())[a.name]=u)}return e.bodies.some(a=>a.mediaType===s)&&(i.mediaType=s),typeof o=="string"&&e.bodies.length>0?{...i,text:o}:i}function De({server:e,values:t,mediaType:n,text:r}){return{server:e,values:t,credentials:{},mediaType:n,...r!==void 0&&{body:r}}}function Rt(e,{index:t,variables:n}){let r=e.servers[t];if(!r)return{index:0,variables:{}};let[,s=""]=/^[^:]*:?\/\/([^/?#]*)/.exec(r.url)??[],o=r.variables.filter(a=>z(n,a.name)!==void 0&&(a.enum||!s.includes(`{${a.name}}`))),i={index:t,variables:Object.fromEntries(o.map(({name:a})=>[a,n[a]]))};try{return le(e,{server:i}),i}catch{return{index:t,variables:{}}}}function Y(e){return typeof e=="object"&&e!==null&&!Array.isArray(e)}function z(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function At(e,t){let n=r=>t.in==="header"?r.toLowerCase()===t.name.toLowerCase():r===t.name;return Object.values(e.schemes).some(r=>r.in===t.in&&n(r.name))||Fe(t.name)||t.in==="cookie"&&/sess|sid|auth/i.test(t.name)||_e(e,[t.schema]).some(({format:r})=>r==="password")}function Fe(e){let t=e.replace(/([a-z0-9])([A-Z])/g,"$1 $2").toLowerCase().split(/[^a-z0-9]+/).filter(r=>r!==""),n=t.at(-1)??"";return n==="token"&&/^(?:page|next|prev|previous|continuation|continue|sync|resume|cursor|start|delta)$/.test(t.at(-2)??"")?!1:t.some(r=>/^(?:password|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|authorization)$/.test(r))||/^(?:token|jwt|otp|auth|bearer)$/.test(n)||/(?:api|access|private|auth|session|signing|encryption|subscription|master)key$|sessionid$|accesstoken$|authtoken$|apitoken$/.test(t.join(""))}function _e(e,t){let r=new Set,s=[...t];for(;s.length>0&&r.size<200;){let o=s.pop();if(typeof o!="object"||r.has(o))continue;r.add(o);let{$ref:i,...a}=o,l=i===void 0?a:N(e,{$ref:i});r.add(l),s.push(...o.allOf??[],...o.anyOf??[],...o.oneOf??[],o.then,o.else),s.push(...l.allOf??[],...l.anyOf??[],...l.oneOf??[],l.then,l.else)}return[...r]}function br({properties:e={},patternProperties:t={},additionalProperties:n},r){let s=Object.entries(t).flatMap(([i,a])=>qt(i,r,{left:1e4})?[a]:[]),o=z(e,r);return o===void 0&&s.length===0?[n]:[o,...s]}var $r=/:\/\/[^\s/?#]*@/,wr=100,Ue=class{left=[];#e;#t;constructor(t,{credentials:n}){this.#e=t,this.#t=Object.values(n).flatMap(r=>Object.values(r).filter(s=>s.trim().length>5).map(s=>s.trim()))}values(t){let n=H();for(let r of this.#e.params){let s=z(z(t,r.in)??{},r.name);if(s==null)continue;let o=At(this.#e,r)?void 0:this.#r(G(s),[r.schema],r.name,0);o?(n[r.in]??=H())[r.name]=JSON.parse(ne(o,!1)):this.left.push(r.name)}return n}text({mediaType:t,body:n,fields:r,bodyFile:s}){let o=this.#e.bodies.find(b=>b.mediaType===t),i=r??n;if(!o||i===void 0||s||o.kind==="binary")return;if(o.kind==="text")return i.split(/[^\w-]+/).some(Fe)||this.#s(i)||_e(this.#e,[o.schema]).some(({format:p})=>p==="password")?this.#n("the body"):i;let a=i.trim()===""?void 0:K(i);if(!a)return i;if(!te(a))return this.#n("the body");let l=this.left.length,u=this.#r(a,[o.schema],"the body",0);return u&&(this.left.length===l?i:ne(u))}#n(t){this.left.push(t)}#s(t){return $r.test(t)||this.#t.some(n=>t.includes(n))}#r(t,n,r,s){let o=_e(this.#e,n);if(s>wr||o.some(({format:a})=>a==="password"))return this.#n(r);switch(t.kind){case"file":return;case"leaf":return this.#s(O(t))?this.#n(r):t;case"list":{let a=o.flatMap(({items:l,prefixItems:u})=>[l,...u??[]]);return{...t,items:t.items.flatMap(l=>this.#r(l,a,r,s+1)??[])}}}let i=t.members.flatMap(a=>{if(Fe(a.name)&&!/null|boolean/.test(M(a.value)))return this.#n(a.name)??[];let l=this.#r(a.value,o.flatMap(u=>br(u,a.name)),a.name,s+1);return this.#s(a.name)||!l?[]:[{...a,value:l}]});return{...t,members:i}}};var Ht=20,xr=1e4,$e=class{#e;#t;#n;#s;#r=h("details","tryit-fold tryit-history");#o=h("summary","");#i=h("ol","tryit-calls");constructor(t,n,r,s){this.#e=t,this.#t=`calls ${pe().pathname} ${t.operation}`,this.#n=r,this.#s=s;let o=h("button","tryit-link","Clear the history");o.type="button",o.addEventListener("click",()=>{Ne(this.#t,null),this.#l(),this.#s()}),this.#i.setAttribute("role","list"),this.#r.append(this.#o,this.#i,h("p","tryit-hint","Kept on this device, without credentials and files. "),o),n.append(this.#r),this.#l(),addEventListener("storage",({key:i})=>i?.endsWith(this.#t)&&this.#l())}add({input:t,status:n,statusText:r,milliseconds:s}){let{state:o}=ye(this.#e,t);(o.text?.length??0)>xr&&delete o.text;let i=We(t),a={at:Date.now(),status:n,statusText:r.slice(0,100),milliseconds:s,state:o,...i.length>0&&{files:i}};Ne(this.#t,JSON.stringify([a,...this.#a()].slice(0,Ht))),this.#l()}#a(){let t;try{t=JSON.parse(Mt(this.#t)??"[]")}catch{return[]}return(Array.isArray(t)?t:[]).slice(0,Ht).flatMap(n=>{let r=be(this.#e,n?.state),{at:s,status:o,statusText:i,milliseconds:a,files:l}=n??{},u=Array.isArray(l)?l.filter(p=>typeof p=="string"):[];return r&&(typeof s=="number"&&typeof a=="number"&&typeof i=="string"&&(o===null||typeof o=="number"))?[{at:s,status:o,statusText:i,milliseconds:a,state:r,files:u}]:[]})}#l(){let t=this.#a();this.#r.hidden=t.length===0,this.#o.textContent=`History (${t.length})`,this.#i.replaceChildren(...t.map(n=>this.#c(n)))}#c({at:t,status:n,statusText:r,milliseconds:s,state:o,files:i=[]}){let a=kr(t),l=h("time","",a);l.dateTime=new Date(t).toISOString();let u=n===null?r||"Cancelled":`${n} ${r}`.trim(),b=h("span",`tryit-outcome${n!==null&&n<400?"":" tryit-wrong"}`,u),p=h("button","tryit-call",l," ",b," ",h("span","tryit-hint",`${s} ms ${vr(o)}`.trim()));return p.type="button",p.title="Fill in the form as it was",p.addEventListener("click",()=>this.#n(o,a,i)),h("li","",p)}};function We({parts:e=[],bodyFile:t}){return t?[""]:[...new Set(e.flatMap(({name:n,file:r})=>r?[n]:[]))]}function kr(e){let t=new Date(e),n={hour:"numeric",minute:"2-digit",second:"2-digit"};return t.toDateString()===new Date().toDateString()?t.toLocaleTimeString([],n):t.toLocaleString([],{...n,day:"numeric",month:"short"})}function vr({values:e,text:t}){return[...Object.values(e).flatMap(r=>Object.entries(r).map(([s,o])=>`${s}=${typeof o=="string"?o:JSON.stringify(o)}`)),...t?[t.replace(/\s+/g," ")]:[]].join(" ").slice(0,120)}var we="#try=",ze=16e3,Nt=new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]|\\p{Surrogate}","u");function Bt({server:e,values:t,mediaType:n,text:r}){let o={v:1,...(e.index>0||Object.keys(e.variables).length>0)&&{server:e},values:t,...n&&{mediaType:n},...r!==void 0&&{text:r}};if(!_t(o))return{wrong:"What is filled in has characters that can't be seen, or line breaks outside of the body. A link can't have those."};let i=new TextEncoder().encode(JSON.stringify(o)),a=i.length>ze?"":btoa(String.fromCharCode(...i)).replaceAll("+","-").replaceAll("/","_").replaceAll("=","");return a&&a.length<=ze?{hash:we+a}:{wrong:"What is filled in is too long for a link."}}function Ft(e,t){let n={wrong:"The link is damaged, so nothing is filled in. As a rule a part of it is missing."},r=t.slice(we.length);if(r.length>ze||!/^[\w-]+$/.test(r))return n;let s;try{let o=Uint8Array.from(atob(r.replaceAll("-","+").replaceAll("_","/")),i=>i.charCodeAt(0));s=JSON.parse(new TextDecoder("utf-8",{fatal:!0}).decode(o))}catch{return n}return _t(s)?s?.v===1&&be(e,s)||n:{wrong:"The link has characters that can't be seen. Nobody needs those for good, so nothing is filled in."}}function _t(e){let t=[{value:e,depth:0}];for(let n=t.pop();n;n=t.pop()){let{value:r,depth:s,lines:o}=n;if(s>100||typeof r=="string"&&Nt.test(o?r.replace(/[\t\r\n]/g,""):r))return!1;if(typeof r=="object"&&r!==null)for(let[i,a]of Object.entries(r))t.push({value:i,depth:s},{value:a,depth:s+1,lines:s===0&&i==="text"})}return!(Tr(e)&&Sr(e.text))}function Tr(e){return typeof e?.text=="string"}function Sr(e){return[...e.matchAll(/\\u([0-9a-f]{4})/gi)].some(([,t])=>Nt.test(String.fromCharCode(parseInt(t,16)).replace(/[\ud800-\udfff\t\r\n]/,"")))}var xe=class{#e;#t;#n;#s;constructor(t,n){let r=t.form.querySelector("[data-beside]");this.#e=t,this.#t=n,this.#n=new me(t,n,r),this.#s=new $e(n,r,(s,o,i)=>{this.#a(s,`Filled in as it was sent at ${o}.`,i)},()=>{t.say("The history is cleared."),t.form.querySelector("[data-share]")?.focus()}),addEventListener("hashchange",()=>{this.#i()}),this.#i()}async press({dataset:t}){await(t.share==="link"?this.#o():this.#r())}sent(t){this.#s.add(t)}async#r(){let t;try{t=this.#n.write(this.#e.input(),"curl")}catch(r){if(!(r instanceof v))throw r;this.#e.say(`There is no command for this: ${r.message}.`);return}let n=await ke(t.trimEnd());this.#e.say(n?"The cURL command is copied.":"The browser doesn't let this page copy. The cURL sample has the command: select it there.")}async#o(){let{state:t,left:n}=ye(this.#t,this.#e.input()),r=Bt(t);if("wrong"in r){this.#e.say(r.wrong);return}let s=new URL(r.hash,location.href).href,o=await ke(s);o||history.replaceState(history.state,"",s);let i=n.length>0?`credentials, files and ${n.join(", ")}`:"credentials and files";this.#e.say(`The link is ${o?"copied":"in the address bar"}. It fills in this form, without ${i}.`)}async#i(){if(!location.hash.startsWith(we))return;let t=Ft(this.#t,location.hash);"wrong"in t?this.#e.say(t.wrong):await this.#a(t,"Filled in from the link."),this.#e.form.parentElement.scrollIntoView({block:"start"})}async#a(t,n,r=[]){await this.#e.fill(De(t));let s=We(this.#e.peek()??De(t)),o=r.filter(a=>!s.includes(a)).map(a=>a||"the file");this.#t.params.some(a=>!a.required&&t.values[a.in]?.[a.name]!==void 0)&&this.#e.form.querySelectorAll("details.tryit-more").forEach(a=>a.open=!0);let i=o.length>0?` Files aren't kept: pick ${o.join(", ")} again.`:"";this.#e.say(`${n}${i} Look at it: nothing is sent until you send it.`)}};var Pr={open:(e,t)=>new xe(e,t)};self.docsiteBeside=Pr;})();
