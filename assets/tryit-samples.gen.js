"use strict";(()=>{async function we(e){try{return await navigator.clipboard.writeText(e),!0}catch{return!1}}function p(e,t,...n){let r=document.createElement(e);return r.className=t,r.append(...n),r}function We(e,t){let n=[],r=e==="curl"?Ut:Ft(Bt[e]??{});for(let[s,o]of r(t))for(let i of o.split(/(\n)/)){let a=n.at(-1),l=a&&a[1]!==`
`?a:void 0;i!==""&&(l&&i!==`
`&&(l[0]===s||/^[ \t]+$/.test(i))?l[1]+=i:n.push([i===`
`||/^[ \t]+$/.test(i)?"":s,i]))}return n}var Bt={typescript:{long:"`",letters:"$",constants:"true false null undefined NaN Infinity",types:"any bigint boolean never number object string symbol unknown",keywords:"async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield abstract as asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies type unique"},python:{long:'"""',comment:"#",keywords:"import",constants:"None True False",types:"tuple"},go:{long:"`",keywords:"const defer else func if import package return var",constants:"nil",types:"byte error string"},csharp:{long:'"""',keywords:"await if new throw using var",types:"int"},java:{long:'"""',keywords:"class if import new public static throw throws",constants:"null",types:"void"},php:{comment:"#",variable:"$",anyCase:!0,keywords:"echo if new throw",constants:"true false null"},ruby:{comment:"#",variable:"@$",letters:"?!",keywords:"do end raise require unless",constants:"true false nil"},rust:{quotes:'"',characters:!0,keywords:"dyn fn let use",constants:"Ok true false Some"}};function Ft(e){let t=new Map;for(let[i,a]of[["k",e.keywords],["kc",e.constants],["nc",e.types]])a?.split(" ").forEach(l=>t.set(l,i));let n=`A-Za-z_\\u0080-\\uffff${e.letters??""}`,r={white:"[ \\t\\n\\r]+",word:`[${n}][${n}0-9]*`,m:"[0-9](?:[eE][-+](?=[0-9])|[0-9A-Za-z_]|\\.(?=[0-9]))*",c:e.comment?"(?<![^ \\t\\n\\r])#.*":"//.*",...e.long&&{long:`${e.long}(?:\\\\[^]|(?!${e.long})[^\\\\])*(?:${e.long}|$)`},...e.characters&&{s:"'(?:\\\\[^]{1,10}?|[^\\\\])'",nv:"'[A-Za-z_0-9]+"},text:[...e.quotes??`"'`].map(i=>`${i}(?:\\\\[^]|[^${i}\\\\\\n])*${i}`).join("|"),...e.variable&&{variable:`[${e.variable}](?:\\{[^}\\n]*\\}|[A-Za-z_0-9\\u0080-\\uffff]+)`},sign:"[^]"},s=new RegExp(Object.entries(r).map(([i,a])=>`(?<${i}>${a})`).join("|"),"g"),o={long:"s",text:"s",variable:"nv",white:"",sign:""};return function*(i){for(let a of i.matchAll(s)){let[l,u]=Object.entries(a.groups).find(([,Nt])=>Nt!==void 0),T=i[a.index-1],x=i[a.index+u.length],De=t.get(e.anyCase?u.toLowerCase():u),Ht=De&&T!=="."?De:x==="("?"nf":/^[A-Z]/.test(u)?"nc":"";yield[l==="word"?Ht:o[l]??l,u]}}}var _t=/'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^\n]|\$\w+|[ \t]+|[^ \t\r\n|&;()<>"'$`\\=]+|[^]/g;function*Ut(e){let t=!0;for(let[n]of e.matchAll(_t)){if(n[0]==='"')for(let[r]of n.matchAll(/\$\w+|(?:\\[^]|[^$\\])+|\$/g))yield[/^\$\w/.test(r)?"nv":"s",r];else if(/^[ \t\r\n]/.test(n)){yield["",n];continue}else yield[{"'":"s",$:"nv","\\":n.length>1?"se":""}[n[0]]??(t?"nf":/^-./.test(n)?"na":/^\d[\dA-Za-z_.]*$/.test(n)?"m":""),n];t=!1}}var Ke=/[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y,xe=/[ \t\r\n]*/y,S=class extends Error{constructor(n,r){super(n);this.offset=r}offset};function Dt(e){let t=[],n=0;for(;;){if(xe.lastIndex=n,xe.exec(e),n=xe.lastIndex,n===e.length)return t;Ke.lastIndex=n;let r=Ke.exec(e)?.[0];if(r===void 0||/[\w.]$/.test(r)&&/[\w.]/.test(e[n+r.length]??""))throw new S(Kt(e,n),n);t.push({kind:Wt(r),text:r,start:n}),n+=r.length}}function Wt(e){return e[0]==='"'?"string":/^[{}[\],:]$/.test(e)?"mark":/^[tfn]/.test(e)?"word":"number"}function Kt(e,t){let n=e.slice(t,t+24);if(n[0]==='"')return"this text is not closed by a quote on its line, or has an unknown escape";if(n[0]==="'")return'text stands between double quotes, "like this"';let r=/^[\w$.+-]+/.exec(n)?.[0];return r?`${r} is not JSON; text needs double quotes`:`${n[0]} is not expected here`}function zt(e,t,n){let r=[];for(;;){let s=ee(e,t++,n,"a value");if(s.text==="{"||s.text==="["){let o=s.text==="{"?"}":"]";if(e[t]?.text!==o){r.push(o),t=o==="}"?ze(e,t,n):t;continue}t++}else if(s.kind==="mark"){let o=e[t-2]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":`${s.text} stands where a value should`,s.start)}for(;;){let o=r.at(-1);if(o===void 0)return t;let i=ee(e,t,n,`a comma or ${o}`);if(i.text===","){t=o==="}"?ze(e,t+1,n):t+1;break}if(i.text!==o)throw new S(`a comma or ${o} is missing before ${i.text}`,i.start);r.pop(),t++}}}function ze(e,t,n){let r=ee(e,t,n,"a name");if(r.kind!=="string"){let o=r.text==="}"&&e[t-1]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":"a name in double quotes is missing",r.start)}r.kind="name";let s=ee(e,t+1,n,"a colon");if(s.text!==":")throw new S(`a colon is missing before ${s.text}`,s.start);return t+2}function ee(e,t,n,r){let s=e[t];if(!s)throw new S(`the text ends where ${r} should follow`,n);return s}function ve(e){try{let t=Dt(e),n=t[zt(t,0,e.length)];if(n)throw new S(`there is more after the end: ${n.text}`,n.start);return t}catch(t){if(!(t instanceof S))throw t;let n=e.slice(0,t.offset).split(`
`);return{message:t.message,line:n.length,column:(n.at(-1)??"").length+1,offset:t.offset}}}function*Ge(e){let t=0,n="",r=()=>`
${"  ".repeat(Math.min(t,40))}`;for(let[s,o]of e.entries()){let i=o.text==="}"||o.text==="]",a=i&&/^[{[]$/.test(e[s-1]?.text??"");if(i&&o.kind==="mark"&&(t--,n=a?"":r()),yield[n,o],n="",o.kind==="mark")switch(o.text){case"{":case"[":t++,n=r();break;case",":n=r();break;case":":n=" "}}}function z(e){let t=ve(e);return Array.isArray(t)?Gt(t):t}function te(e){return"kind"in e}function Gt(e){let t=[],n;for(let{kind:r,text:s,start:o}of e){let i=o+s.length,a;if(r==="name"){n={name:JSON.parse(s),start:o};continue}else if(s==="{")a={kind:"object",members:[],start:o};else if(s==="[")a={kind:"list",items:[],start:o};else if(r==="mark"){if(s==="}"||s==="]"){let u=t.pop();if(u.end=i,t.length===0)return u}continue}else a={kind:"leaf",text:s,start:o,end:i};let l=t.at(-1);if(l?.kind==="list"?l.items.push(a):l&&l.members.push({...n,value:a}),a.kind!=="leaf")t.push(a);else if(!l)return a}throw new Error("a text of JSON has a value")}function ne(e,t=!0){let n=Te(e),r=t?ve(n):[];if(!Array.isArray(r)||!t)return n;let s="";for(let[o,i]of Ge(r))s+=o+i.text;return s}function Te(e){switch(e.kind){case"leaf":return e.text;case"file":return"null";case"list":return`[${e.items.map(Te).join(",")}]`;case"object":return`{${e.members.map(({name:t,value:n})=>`${JSON.stringify(t)}:${Te(n)}`).join(",")}}`}}function G(e){return z(JSON.stringify(e)??"null")}function O(e){return ke(e)?JSON.parse(e.text):ne(e,!1)}function ke(e){return e?.kind==="leaf"&&e.text[0]==='"'}function M(e){switch(e.kind){case"list":return"array";case"object":return"object";case"file":return"string"}let t=e.text[0];return t==='"'?"string":t==="n"?"null":/[tf]/.test(t)?"boolean":"number"}function se(e){return e.kind==="list"?e.items.length:e.kind==="object"?e.members.length:0}function P(e){switch(e.kind){case"file":return"";case"leaf":return M(e)==="null"?"":y(O(e))}return J(e)}function J(e){switch(e.kind){case"list":return`[${e.items.map(J).join(",")}]`;case"object":return`{${e.members.map(t=>`${re(t.name)}:${J(t.value)}`).join(",")}}`;case"file":return"null"}return M(e)==="string"?re(O(e)):e.text}var Jt=/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"\\]/g,Vt={'"':'\\"',"\\":"\\\\","\n":"\\n","\r":"\\r","	":"\\t"};function re(e){return`"${y(e).replace(Jt,t=>Vt[t]??`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}"`}function y(e){return e.replace(new RegExp("\\p{Surrogate}","gu"),"�")}var Se="\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",Zt=new RegExp(`[${Se}]+`,"g"),Qt=new RegExp(`^[${Se}]+|[${Se}]+$`,"g");function oe(e){return e.replace(Qt,"")}function V(e){return oe(e).replace(Zt," ")}var ie=e=>`%${e.charCodeAt(0).toString(16).toUpperCase().padStart(2,"0")}`;function b(e){return encodeURIComponent(y(e)).replace(/[!'()*]/g,ie)}function I(e){return b(e).replace(/%(?:24|26|2B|3A|3D|40)/g,decodeURIComponent)}function Xt(e){return b(e).replace(/%(?:3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/g,decodeURIComponent)}function Yt(e){return y(e).replace(/[^!#$&-+\--:<-[\]-~]/gu,t=>t<""?ie(t):encodeURIComponent(t))}var en=e=>e;function Z(e,t){if(e.mediaType)return{items:[ke(t)?P(t):J(t)],object:null};switch(t.kind){case"list":return{items:t.items.map(P),object:null};case"object":return{items:[],object:t.members.map(n=>[y(n.name),P(n.value)])}}return{items:[P(t)],object:null}}function L({items:e,object:t},n,r,s){return(t?t.map(([o,i])=>s(o)+r+s(i)):e.map(s)).join(n)}function Je(e,t,n){return L(t,",",e.explode?"=":",",n)}function Ve(e,t){let n=Z(e,t),r=I(e.name);switch(e.style){case"label":return`.${e.explode?L(n,".","=",I):L(n,",",",",I)}`;case"matrix":return e.explode&&n.object?`;${L(n,";","=",I)}`:e.explode?n.items.map(s=>`;${r}=${I(s)}`).join(""):`;${r}=${L(n,",",",",I)}`}return Je(e,n,I)}function Ee(e,t){let n=e.allowReserved?Xt:b,r=b(e.name);if(e.style==="deepObject"&&se(t)>0)return Pe(e.name,t).map(([i,a])=>`${b(i)}=${n(a)}`).join("&");if(e.in==="querystring")return nn(e,t);let s=Z(e,t);if(e.explode)return s.object?L(s,"&","=",n):s.items.map(i=>`${r}=${n(i)}`).join("&");let o={" ":"%20","|":"%7C"}[tn(e)]??",";return`${r}=${L(s,o,o,n)}`}function tn(e){return{spaceDelimited:" ",pipeDelimited:"|"}[e.style]??","}function nn(e,t){return Xe(e.mediaType??"")==="application/x-www-form-urlencoded"?Ye({},t):b(Z(e,t).items.join(""))}function Pe(e,t,n=0){return t.kind==="object"&&n<8?t.members.flatMap(s=>Pe(`${e}[${y(s.name)}]`,s.value,n+1)):t.kind==="list"&&n<8?t.items.flatMap((s,o)=>Pe(`${e}[${o}]`,s,n+1)):[[e,P(t)]]}function Ze(e,t){return Je(e,Z(e,t),en)}function Qe(e,t){let n=Z(e,t),[r,s]=e.style==="cookie"?[Yt,"; "]:[b,"&"];return!e.explode||n.items.length===0&&!n.object?.length?`${e.name}=${L(n,",",",",r)}`:n.object?L(n,s,"=",r):n.items.map(o=>`${e.name}=${r(o)}`).join(s)}function Xe(e){return e.split(";",1)[0].trim().toLowerCase()}function Ye(e,t){return t.kind!=="object"?P(t):t.members.map(n=>Ee(rn(n.name,n.value,ae(e,n.name)),n.value)).filter(n=>n!=="").join("&")}function ae(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function rn(e,t,n){let r={name:e,in:"query",style:"form",explode:!0,allowReserved:n?.allowReserved??!1};return n?.style?(r.style=n.style,r.explode=n.explode??!1):n?.contentType&&se(t)>0?r.mediaType=n.contentType:t.kind==="object"&&(r.style="deepObject"),r}function et(e,t){return{name:e,...sn(on(t))}}function sn(e){return e?{mediaType:e}:{}}function on(e){let t=(e?.contentType??"").split(",",1)[0].trim();return t.includes("*")?"":t}function tt(e){return/^\s*application\/json\s*(;|$)|^[^;]*\+json\s*(;|$)/i.test(e)}var v=class extends Error{constructor(n,r,s){super(n);this.place=r;this.name=s}place;name};function H(){return Object.create(null)}function N(e,t){let n=t,r={};for(let s=0;s<32&&typeof n=="object"&&n.$ref!==void 0;s++){let{$ref:o,...i}=n;r={...i,...r},n=Object.hasOwn(e.defs,o.slice(7))?e.defs[o.slice(7)]:void 0}return typeof n!="object"?n===!1?{not:{}}:r:{...n,...r}}function nt(e,t){let n=Object.hasOwn(e,t.in)?e[t.in]:{},r=Object.hasOwn(n,t.name)?n[t.name]:void 0;return r===void 0?void 0:G(r)}function le(e,t){let n=e.servers[t.server.index];if(!n)throw new v("there is no such server","server","");for(let[s,o]of Object.entries(t.server.variables)){let i=n.variables.find(a=>a.name===s);if(!i)throw new v(`the server has no variable ${s}`,"server",s);if(o!==i.default&&!(i.enum?i.enum.includes(o):ln(n.url,s,o))){let a=i.enum?`is one of ${i.enum.join(", ")}`:"takes what a part of a host or of a path can be";throw new v(`${s} of the server ${a}`,"server",s)}}let r=new Map(Object.entries(t.server.variables));return n.variables.reduce((s,o)=>s.replaceAll(`{${o.name}}`,()=>r.get(o.name)??o.default),n.url)}function ln(e,t,n){let r=`{${t}}`,[,s="",o=""]=/^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(e)??[];return s.includes(r)&&!/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(n)?!1:!o.includes(r)||/^[\w.~!$'()*+,;=:@-]+(\/[\w.~!$'()*+,;=:@-]+)*$/.test(n)&&!/(^|\/)\.\.?(\/|$)/.test(n)}function rt(e,t,n){if(t.endsWith("://"))throw new v(`the server ${t} has no host`,"server","");let[r]=e.path.split("#",1),s=r.indexOf("?"),o=s<0?r:r.slice(0,s),i=s<0?"":r.slice(s+1),a=[];for(let u of e.params){let T=nt(n,u);if(T!==void 0)if(u.in==="path"){let x=Ve(u,T);if(x==="")throw new v(`${u.name} is empty`,"path",u.name);o=o.replaceAll(`{${u.name}}`,()=>x),i=i.replaceAll(`{${u.name}}`,()=>b(P(T)))}else(u.in==="query"||u.in==="querystring")&&a.push(Ee(u,T))}for(let u of o.split("/"))if(/^(?:\.|%2e){1,2}$|%(?![0-9a-f]{2})/i.test(u))throw new v(`${u} can't be a segment of the path`,"path","");let l=[i,...a].filter(u=>u!=="");return t.replace(/\/$/,"")+je(l.length>0?`${o}?${l.join("&")}`:o)}function je(e){return y(e).replace(/[^!#-;=?-[\]_a-z~]/gu,t=>t<""?ie(t):encodeURIComponent(t))}function cn(e){return!e||!e.value&&!e.username&&!e.password}function un(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function st(e,t){let n=e.security.map(s=>s.filter(({id:o})=>!cn(un(t,o))&&e.schemes[o].kind!=="mutualTLS").length),r=n.findIndex((s,o)=>s>0&&s===e.security[o].length);return r>=0?r:n.findIndex(s=>s>0)}function ot(e){return btoa(dn(e))}function dn(e){return Array.from(new TextEncoder().encode(e),t=>String.fromCharCode(t)).join("")}function it(e,t){let n=[],r=[];for(let s of e.params){let o=nt(t,s);o!==void 0&&(s.in==="header"?n.push([s.name,V(Ze(s,o))]):s.in==="cookie"&&r.push(Qe(s,o)))}return r.length>0?[...n,["cookie",r.join("; ")]]:n}var at="file.bin";function lt(e,t,n){let{api:r,seconds:s,json:o}=e.sample,i={api:r,seconds:s,json:o,method:e.method,base:mn(fn(e,t)),rest:rt(e,"",t.values),secrets:[],query:[],basic:null,headers:[],body:"none",mediaType:"",text:"",value:null,fileName:"",parts:[]};for(let a of pn(e,t)){let l=Object.hasOwn(t.credentials,a.id)?t.credentials[a.id]:{};if(n&&(l.value||l.username||l.password)){hn(i,a,l);continue}i.secrets.push(a),a.basic?i.basic=a:a.in==="query"?i.query.push(a):a.in==="cookie"?B(i,"cookie",[`${a.name}=`,a]):a.in==="header"&&B(i,a.name,[a.prefix,a])}for(let[a,l]of it(e,t.values))B(i,a,[l]);return gn(i,e,t),i}function fn(e,t){let{index:n,variables:r}=t.server;return n===0&&Object.keys(r).length===0?e.sample.base:le(e,t)}function mn(e){let t=je(e);return t.endsWith("://")?`${t}your-host.example`:(t.includes("://")?t:t.startsWith("//")?`https:${t}`:`https://your-host.example/${t.replace(/^\//,"")}`).replace(/\/$/,"")}function pn(e,t){let n=e.sample.secrets,r=n[st(e,t.credentials)]??[];return r.length>0?r:n.find(s=>s.length>0)??[]}function hn(e,t,n){let r=t.prefix+oe(n.value??"");t.basic?B(e,"authorization",[`Basic ${ot(`${n.username??""}:${n.password??""}`)}`]):t.in==="query"?e.rest+=`${Oe(e)}${b(t.name)}=${b(r)}`:t.in==="cookie"?B(e,"cookie",[`${t.name}=${V(r)}`]):t.in==="header"&&B(e,t.name,[V(r)])}function B(e,t,n){let r=t.toLowerCase(),s=n.filter(i=>i!==""),o=e.headers.find(([i])=>i===r);o?r==="cookie"&&o[1].push("; ",...s):e.headers.push([r,s])}function Oe(e){return e.rest.includes("?")?"&":"?"}function gn(e,t,n){let r=t.bodies.find(s=>s.mediaType===n.mediaType)??t.bodies[0];r&&(e.mediaType=r.contentType,e.fileName=n.bodyFile?.name||at,n.bodyFile||r.kind==="binary"&&!n.body?e.body="file":r.kind==="multipart"&&!n.body?(e.body="form",e.parts=(n.parts??[]).map(({name:s,value:o,file:i,fileName:a,mediaType:l})=>{let u=o===void 0;return{name:s,text:o??"",file:u,fileName:u?a||i?.name||at:"",mediaType:l??""}})):n.body?yn(e,r,n.body):r.examples.length===0&&(e.body="file"))}function yn(e,t,n){e.body="text",e.text=n;let r=tt(t.contentType)?z(n):null;r&&te(r)&&Le(r)&&(e.body="json",e.value=r)}function Le(e){switch(e.kind){case"list":return e.items.every(Le);case"object":return e.members.every(n=>Le(n.value));case"file":return!0}if(!/^[-\d]/.test(e.text))return!0;let t=Number(e.text);return/[.eE]/.test(e.text)?Number.isFinite(t)&&e.text.length<18:Math.abs(t)<2**53||/^-?9007199254740992$/.test(e.text)}function q(e){return e.body==="none"||e.body==="form"?"":e.mediaType}function C(e,t){let n=q(e),r=e.headers.map(([s,o])=>[s,t(o)]);return n?[["content-type",t([n])],...r]:r}function $(e){return[e.rest,...e.query.flatMap((t,n)=>[`${n>0?"&":Oe(e)}${b(t.name)}=`,t])]}function A(e){return e.mediaType||(e.file?"application/octet-stream":"")}function ue(e){return e.parts.some(t=>!t.file&&t.mediaType!=="")}function F(e){let t=A(e),n=e.file?`; filename="${Q(e.fileName)}"`:"";return`Content-Disposition: form-data; name="${Q(e.name)}"${n}${t?`\r
Content-Type: ${t}`:""}\r
\r
`}function Q(e){return e.replaceAll('"',"%22").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function de(e){return e.body==="file"||e.parts.some(t=>t.file)}function f(e,t,n,r){let s=[];for(let o=0;o<e.length;o++){let i=e[o];if(typeof i!="string"){s.push(r(i));continue}for(let a=e[o+1];typeof a=="string";a=e[++o+1])i+=a;s.push(n(i))}return s.length>0?s.join(t):n("")}function E(e,t,n){return f(e,"",t,n)}function _(e,t,n,r){if(e.every(o=>typeof o=="string"))return t(e.join(""));let[s]=e;return e.length===1&&typeof s=="object"?n(s):r(e)}var U=e=>e.var;function h(e){return e.replace(/[A-Z]/g,t=>`_${t.toLowerCase()}`)}var D=e=>h(e.var),c=re;function k(e){let t=new RegExp(Object.keys(e).map(n=>n.replace(/[\\^$.*+?()[\]{}|]/g,"\\$&")).join("|"),"g");return n=>n.replace(t,r=>e[r])}var fe=k({"{":"{{","}":"}}"});function ce(e,t){return e.indent.repeat(Math.min(t,40))}function j(e,t,n){switch(e.kind){case"list":return bn(e.items,t,n);case"object":return e.members.length===0?t.empty??t.open+t.end:`${t.open}
${e.members.map(s=>`${ce(t,n+1)}${t.key(s.name)}${t.assign}${j(s.value,t,n+1)},
`).join("")}${ce(t,n)}${t.end}`}if(M(e)==="string")return t.text(O(e));let r=O(e);return r in t.words?t.words[r]:r}var ct=60;function bn(e,t,n){let r=e.map(i=>j(i,t,n+1)),s=r.join(", ");if(s.length<=ct&&!s.includes(`
`)&&$n(s)<=ct)return`[${s}]`;let o=ce(t,n+1);return`[
${o}${r.join(`,
${o}`)},
${ce(t,n)}]`}function $n(e){return new TextEncoder().encode(e).length}var ut=e=>{let t=(e.body==="none"?"":`using System.Net.Http.Headers;
`)+(e.basic?`using System.Text;
`:"");t&&(t+=`
`),t+=e.secrets.map(r=>`var ${r.var} = Environment.GetEnvironmentVariable(${c(r.env)})
    ?? throw new InvalidOperationException(${c(`${r.env} is required`)});
`).join("");let n=f([e.base,...$(e)]," + ",c,r=>`Uri.EscapeDataString(${r.var})`);return t+=`using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(${e.seconds}) };
using var request = new HttpRequestMessage(${wn(e.method)}, ${n});
`,e.basic&&(t+=`request.Headers.TryAddWithoutValidation("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(${e.basic.var})));
`),t+=e.headers.map(([r,s])=>`request.Headers.TryAddWithoutValidation(${c(r)}, ${f(s," + ",c,U)});
`).join(""),t+=`${xn(e)}
using var response = await client.SendAsync(request);
var answer = await response.Content.ReadAsStringAsync();
`,`${t}if (!response.IsSuccessStatusCode)
{
    throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
}
Console.WriteLine(answer);
`};function wn(e){return["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS","TRACE"].includes(e)?`HttpMethod.${e[0]}${e.slice(1).toLowerCase()}`:`new HttpMethod(${c(e)})`}function xn(e){let t=`request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${c(e.mediaType)});
`;switch(e.body){case"none":return"";case"json":case"text":return`request.Content = new StringContent(${vn(e)});
${t}`;case"file":return`request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(${c(e.fileName)}));
${t}`}let n=`var form = new MultipartFormDataContent();
`;for(let[r,s]of e.parts.entries()){let o=`part${r+1}`,i=A(s);n+=s.file?`var ${o} = new ByteArrayContent(await File.ReadAllBytesAsync(${c(s.fileName)}));
`:`var ${o} = new StringContent(${c(s.text)});
`,n+=i?`${o}.Headers.ContentType = MediaTypeHeaderValue.Parse(${c(i)});
`:"",n+=`form.Add(${o}, ${c(s.name)}${s.file?`, ${c(s.fileName)}`:""});
`}return`${n}request.Content = form;
`}function vn(e){if(e.body!=="json"||!e.text.includes(`
`))return c(e.text);let t='"""';for(;e.text.includes(t);)t+='"';let n=`
    `;return`${t}${n}${e.text.replaceAll(`
`,n)}${n}${t}`}var dt=e=>{let t=s=>`$${s.env}`,n=W(e.base)+E($(e),W,t),r=[e.method==="HEAD"?`curl --head "${n}"`:`curl -X ${Tn(e.method)} "${n}"`];/[[\]{}]/.test(e.rest)&&(r[0]+=" --globoff"),e.basic&&r.push(`--user "$${e.basic.env}"`);for(let[s,o]of e.headers){let i=E(o,W,t);r.push(i===""?`-H "${W(s)};"`:`-H "${W(s)}: ${i}"`)}return`${[...r,...kn(e)].join(` \\
  `)}
`};function Tn(e){return/^[A-Za-z-]*$/.test(e)?e:R(e)}function kn(e){let t=`-H "content-type: ${W(e.mediaType)}"`;switch(e.body){case"none":return[];case"file":return[t,`--data-binary ${Pn(`@${e.fileName}`)}`];case"form":return Sn(e);case"json":return[t,`--data ${R(e.text.replaceAll(`
`,`
  `))}`]}let n=e.text.startsWith("@")||/[\r\n]/.test(e.text)?"--data-raw":"--data";return[t,`${n} ${R(e.text)}`]}function Sn(e){return e.parts.map(t=>{let n=t.mediaType!==""&&!/[,*]/.test(t.mediaType)?`;type=${t.mediaType}`:"",r=t.name.replaceAll("=","%3D");return t.file?`-F ${R(`${r}=@${En(t.fileName)}${n}`)}`:n?`-F ${R(`${r}="${ft(t.text)}"${n}`)}`:`--form-string ${R(`${r}=${t.text}`)}`})}var ft=k({"\\":"\\\\",'"':'\\"'});function Pn(e){return/^[@._\-/a-zA-Z0-9]*$/.test(e)?e:R(e)}function En(e){return/[;,"\\]/.test(e)?`"${ft(e)}"`:e}var W=k({"\\":"\\\\",'"':'\\"',$:"\\$","`":"\\`","!":`"'!'"`,"\0":""});function R(e){return`'${jn(e)}'`}var jn=k({"'":"'\\''","\0":""});var mt=e=>{let t=`baseURL+${f($(e),"+",g,o=>`url.QueryEscape(${o.var})`)}`,n=`package main

import (
${Ln(e).map(o=>`	"${o}"
`).join("")})

const baseURL = ${g(e.base)}

`;n+=`func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
`,n+=e.secrets.map(Cn).join(""),n+=`	ctx, cancel := context.WithTimeout(context.Background(), ${e.seconds}*time.Second)
	defer cancel()

`;let[r,s]=Mn(e);return n+=`${r}	req, err := http.NewRequestWithContext(ctx, ${Rn(e.method)}, ${t}, ${s})
	if err != nil {
		return err
	}
`,n+qn(e)+On};function Ln(e){let t=new Set(["context","fmt","io","log","net/http","time"]),n=(...r)=>r.forEach(s=>t.add(s));switch(e.body){case"json":case"text":n("strings");break;case"file":n("os");break;case"form":n("bytes","mime/multipart"),e.parts.some(r=>r.file)&&n("os"),e.parts.some(r=>r.mediaType!=="")&&n("net/textproto")}return e.secrets.length>0&&n("errors","os"),e.basic&&n("strings"),e.query.length>0&&n("net/url"),[...t].sort()}var On=`
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
`;function Cn(e){return`${`	${e.var} := os.Getenv(${g(e.env)})
	if ${e.var} == "" {
		return errors.New(${g(`${e.env} is required`)})
	}
`}${e.basic?`	username, password, _ := strings.Cut(${e.var}, ":")
`:""}
`}function Mn(e){switch(e.body){case"none":return["","nil"];case"json":case"text":return[`	body := strings.NewReader(${Ce(e.text)})
`,"body"];case"file":return[`	body, err := os.Open(${g(e.fileName)})
	if err != nil {
		return err
	}
	defer body.Close()

`,"body"]}let t=`	var body bytes.Buffer
	form := multipart.NewWriter(&body)
`,n="content, err := os.ReadFile";for(let r of e.parts)r.file&&(t+=`	${n}(${g(r.fileName)})
	if err != nil {
		return err
	}
`,n="content, err = os.ReadFile"),t+=In(r,r.file?"content":`[]byte(${Ce(r.text)})`);return[`${t}	if err := form.Close(); err != nil {
		return err
	}

`,"&body"]}function In(e,t){let n=e.file?`form.CreateFormFile(${g(e.name)}, ${g(e.fileName)})`:`form.CreateFormField(${g(e.name)})`;if(e.mediaType){let r=`form-data; name="${Q(e.name)}"${e.file?`; filename="${Q(e.fileName)}"`:""}`;n=`form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {${Ce(r)}}, "Content-Type": {${g(e.mediaType)}}})`}return`	if part, err := ${n}; err != nil {
		return err
	} else if _, err := part.Write(${t}); err != nil {
		return err
	}
`}function qn(e){let t="";return e.body==="form"?t+=`	req.Header.Set("content-type", form.FormDataContentType())
`:q(e)&&(t+=`	req.Header.Set("content-type", ${g(e.mediaType)})
`),e.basic&&(t+=`	req.SetBasicAuth(username, password)
`),t+e.headers.map(([n,r])=>`	req.Header.Set(${g(n)}, ${f(r,"+",g,U)})
`).join("")}function Ce(e){return/["\n\\]/.test(e)&&!/[\u0000-\u0008\u000b-\u001f`\u007f\ufeff]/.test(e)?`\`${y(e)}\``:g(e)}var An={'"':'\\"',"\\":"\\\\","\x07":"\\a","\b":"\\b","\f":"\\f","\n":"\\n","\r":"\\r","	":"\\t","\v":"\\v"};function g(e){let t=(n,r)=>n.codePointAt(0).toString(16).padStart(r,"0");return`"${y(e).replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,n=>An[n]??(n<""?`\\x${t(n,2)}`:n.length>1?`\\U${t(n,8)}`:`\\u${t(n,4)}`))}"`}function Rn(e){return["GET","HEAD","POST","PUT","PATCH","DELETE","CONNECT","OPTIONS","TRACE"].includes(e)?`http.Method${e[0]}${e.slice(1).toLowerCase()}`:g(e)}var X="StandardCharsets.UTF_8",pt=e=>{let t=f([e.base,...$(e)]," + ",c,a=>`URLEncoder.encode(${a.var}, ${X})`),n=Hn(e).map(a=>`import ${a};
`).join("");n+=`
public class Sample {
    public static void main(String[] args) throws Exception {
`;for(let a of e.secrets)n+=`        String ${a.var} = System.getenv(${c(a.env)});
        if (${a.var} == null) {
            throw new IllegalStateException(${c(`${a.env} is required`)});
        }
`;let[r,s,o]=Nn(e);n+=`${r}        HttpRequest request = HttpRequest.newBuilder(URI.create(${t}))
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
`};function Hn(e){let t=["java.net.URI","java.net.http.HttpClient","java.net.http.HttpRequest","java.net.http.HttpResponse","java.time.Duration"];return e.query.length>0&&t.push("java.net.URLEncoder","java.nio.charset.StandardCharsets"),de(e)&&t.push("java.nio.file.Files","java.nio.file.Path"),e.body==="form"&&t.push("java.io.ByteArrayOutputStream","java.nio.charset.StandardCharsets"),e.basic&&t.push("java.util.Base64"),[...new Set(t)].sort()}function Nn(e){let t=[`.header("content-type", ${c(e.mediaType)})`];switch(e.body){case"none":return["","HttpRequest.BodyPublishers.noBody()",[]];case"json":case"text":return[`        String body = ${Fn(e)};
`,"HttpRequest.BodyPublishers.ofString(body)",t];case"file":return["",`HttpRequest.BodyPublishers.ofFile(Path.of(${c(e.fileName)}))`,t]}let n=`        String boundary = "sample-" + System.nanoTime();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
`;for(let r of e.parts){let s=r.file?`Files.readAllBytes(Path.of(${c(r.fileName)}))`:`${c(r.text)}.getBytes(${X})`;n+=`        form.write(("--" + boundary + ${c(`\r
${F(r)}`)}).getBytes(${X}));
        form.write(${s});
        form.write("\\r\\n".getBytes(${X}));
`}return n+=`        form.write(("--" + boundary + "--\\r\\n").getBytes(${X}));
`,[n,"HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())",['.header("content-type", "multipart/form-data; boundary=" + boundary)']]}var ht=`
            `,Bn=k({"\\":"\\\\",'"""':'\\"""',"\n":ht});function Fn(e){return e.body==="json"&&e.text.includes(`
`)?`"""${ht}${Bn(e.text)}"""`:c(e.text)}var gt=e=>{let t=`<?php
${e.secrets.length>0?`
`:""}`;t+=e.secrets.map(s=>`$${s.var} = getenv(${d(s.env)}) ?: throw new RuntimeException(${d(`${s.env} is required`)});
`).join("");let n=f([e.base,...$(e)]," . ",d,s=>`rawurlencode($${s.var})`);t+=Ie(e)?Wn(e):"",t+=`
$curl = curl_init(${n});
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => ${d(e.method)},
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => ${e.seconds},
`,e.method==="HEAD"&&(t+=`    CURLOPT_NOBODY => true,
`);let r=Kn(e);return r.length>0&&(t+=`    CURLOPT_HTTPHEADER => [
        ${r.join(`,
        `)},
    ],
`),e.basic&&(t+=`    CURLOPT_USERPWD => $${e.basic.var},
`),t+=_n(e),t+=`]);

$answer = curl_exec($curl);
if ($answer === false) {
    throw new RuntimeException(curl_error($curl));
}
`,`${t}$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status < 200 || $status > 299) {
    throw new RuntimeException("$status: $answer");
}
echo $answer, PHP_EOL;
`};function _n(e){let t=n=>`    CURLOPT_POSTFIELDS => ${n},
`;switch(e.body){case"none":return"";case"json":return t(Me(e.value)?d(e.text):`json_encode(${j(e.value,Gn,1)})`);case"text":return t(d(e.text));case"file":return t(`file_get_contents(${d(e.fileName)})`)}return t(Ie(e)?"$form":`[
${Dn(e)}    ]`)}function Me(e){return e.kind==="list"?e.items.some(Me):e.kind==="object"&&e.members.some(t=>Un(t.name)||Me(t.value))}function Un(e){return/^[+-]?\d+$/.test(e)&&BigInt.asIntN(64,BigInt(e.replace("+","")))===BigInt(e.replace("+",""))}function Ie(e){return new Set(e.parts.map(t=>t.name)).size<e.parts.length||ue(e)}function Dn(e){return e.parts.map(t=>{let n=t.mediaType?`, ${d(t.mediaType)}`:"";return`        ${d(t.name)} => ${t.file?`new CURLFile(${d(t.fileName)}${n})`:d(t.text)},
`}).join("")}function Wn(e){let t=`
$boundary = bin2hex(random_bytes(16));
$form = '';
`;for(let n of e.parts){let r=n.file?`file_get_contents(${d(n.fileName)})`:d(n.text),s=F(n).replace(/[\r\n]+$/,"").split(`\r
`).map(o=>` . ${d(o)} . "\\r\\n"`);t+=`$form .= "--$boundary\\r\\n"${s.join("")} . "\\r\\n" . ${r} . "\\r\\n";
`}return`${t}$form .= "--$boundary--\\r\\n";
`}function Kn(e){let t=q(e),n=t?[d(`content-type: ${t}`)]:[];e.body==="form"&&Ie(e)&&n.push(`${d("content-type: multipart/form-data; boundary=")} . $boundary`);for(let[r,s]of e.headers){let o=s.length===0?[`${r};`]:[`${r}: `,...s];n.push(f(o," . ",d,i=>`$${i.var}`))}return n}var zn=k({"\\":"\\\\","'":"\\'"});function d(e){return`'${zn(e)}'`}var Gn={indent:"    ",open:"[",end:"]",empty:"new stdClass()",assign:" => ",key:d,text:d,words:{null:"null",true:"true",false:"false"}};var bt=e=>{let t=`${e.secrets.length>0?`import os

`:""}import requests

base_url = ${c(e.base)}
`;t+=e.secrets.map(o=>`${h(o.var)} = os.environ[${c(o.env)}]
`).join("");let r=["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS"].includes(e.method)?`requests.${e.method.toLowerCase()}(`:`requests.request(
    ${c(e.method)},`;t+=`
response = ${r}
    f"{base_url}${yt(e.rest)}",
`,e.query.length>0&&(t+=`    params={${e.query.map(o=>`${c(o.name)}: ${h(o.var)}`).join(", ")}},
`);let s=C(e,o=>_(o,c,D,i=>`f"${E(i,yt,a=>`{${h(a.var)}}`)}"`));return s.length>0&&(t+=`    headers={
        ${s.map(([o,i])=>`${c(o)}: ${i}`).join(`,
        `)},
    },
`),e.basic&&(t+=`    auth=tuple(${h(e.basic.var)}.split(":", 1)),
`),t+=Jn(e),`${t}    timeout=${e.seconds},
)
response.raise_for_status()
print(response.${e.json?"json()":"text"})
`};function Jn(e){switch(e.body){case"none":return"";case"json":return`    json=${j(e.value,Zn,1)},
`;case"text":return`    data=${c(e.text)}.encode(),
`;case"file":return`    data=open(${c(e.fileName)}, "rb"),
`}return`    files=[
${e.parts.map(t=>`        ${Vn(t)},
`).join("")}    ],
`}function Vn(e){let t=c(e.fileName),n=A(e);return`(${c(e.name)}, (${e.file?`${t}, open(${t}, "rb")`:`None, ${c(e.text)}`}${n?`, ${c(n)}`:""}))`}function yt(e){return c(fe(e)).slice(1,-1)}var Zn={indent:"    ",open:"{",end:"}",assign:": ",key:c,text:c,words:{null:"None",true:"True",false:"False"}};var $t=e=>{let t=`${e.body==="json"?`require "json"
`:""}require "net/http"

`;t+=e.secrets.map(r=>`${h(r.var)} = ENV.fetch(${m(r.env)})
`).join("");let n=f([e.base,...$(e)]," + ",m,r=>`URI.encode_www_form_component(${h(r.var)})`);return t+=`uri = URI(${n})

request = Net::HTTPGenericRequest.new(${m(e.method)}, ${e.body!=="none"}, ${e.method!=="HEAD"}, uri)
`,e.basic&&(t+=`request.basic_auth(*${h(e.basic.var)}.split(":", 2))
`),t+=C(e,r=>f(r," + ",m,D)).map(([r,s])=>`request[${m(r)}] = ${s}
`).join(""),t+=Qn(e),t+=`
response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: ${e.seconds}) do |http|
  http.request(request)
end
`,`${t}raise "#{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)

puts response.body
`};function Qn(e){switch(e.body){case"none":return"";case"json":return`request.body = JSON.generate(${j(e.value,er,0)})
`;case"text":return`request.body = ${m(e.text)}
`;case"file":return`request.body = File.binread(${m(e.fileName)})
`}return Xn(e)}function Xn(e){if(!ue(e))return`request.set_form([
${e.parts.map(n=>`  ${Yn(n)},
`).join("")}], "multipart/form-data")
`;let t=`
boundary = "sample-#{rand(1 << 64)}"
form = String.new
`;for(let n of e.parts){let r=n.file?`File.binread(${m(n.fileName)})`:`${m(n.text)}.b`;t+=`form << "--#{boundary}\\r\\n" << ${m(F(n))} << ${r} << "\\r\\n"
`}return`${t}form << "--#{boundary}--\\r\\n"
request["content-type"] = "multipart/form-data; boundary=#{boundary}"
request.body = form
`}function Yn(e){let t=m(e.name);if(!e.file)return`[${t}, ${m(e.text)}]`;let n=m(e.fileName),r=e.mediaType?`, content_type: ${m(e.mediaType)}`:"";return`[${t}, File.open(${n}), { filename: ${n}${r} }]`}function m(e){return c(e).replaceAll("#","\\#")}var er={indent:"  ",open:"{",end:"}",assign:" => ",key:m,text:m,words:{null:"nil",true:"true",false:"false"}};var wt=e=>{let t=`// Cargo.toml: reqwest = { version = "0.12", features = ["blocking", "multipart"] }
`;t+=(e.body==="form"?`use reqwest::blocking::multipart;
`:"")+(e.secrets.length>0?`use std::env;
`:""),t+=`use std::error::Error;
use std::time::Duration;

fn main() -> Result<(), Box<dyn Error>> {
`,t+=e.secrets.map(i=>`    let ${h(i.var)} = env::var(${w(i.env)})?;
`).join(""),e.basic&&(t+=`    let (username, password) = ${h(e.basic.var)}.split_once(':').ok_or("name:password is needed")?;
`),t+=`    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(${e.seconds}))
        .build()?;
`,t+=e.body==="form"?nr(e):"";let r=["GET","POST","PUT","PATCH","DELETE","HEAD"].includes(e.method)?`${e.method.toLowerCase()}(`:`request(reqwest::Method::from_bytes(b${w(e.method)})?, `;t+=`    let response = client
        .${r}${w(e.base+e.rest)})
`,t+=e.query.map(i=>`        .query(&[(${w(i.name)}, &${h(i.var)})])
`).join(""),t+=e.basic?`        .basic_auth(username, Some(password))
`:"";let s=i=>w(fe(i)).slice(1,-1),o=C(e,i=>_(i,w,D,a=>`format!("${E(a,s,l=>`{${h(l.var)}}`)}")`));return t+=o.map(([i,a])=>`        .header(${w(i)}, ${a})
`).join(""),t+=tr(e),`${t}        .send()?
        .error_for_status()?;
    println!("{}", response.text()?);
    Ok(())
}
`};function tr(e){switch(e.body){case"none":return"";case"json":return`        .body(${rr(e.text.replaceAll(`
`,`
        `))})
`;case"text":return`        .body(${w(e.text)})
`;case"file":return`        .body(std::fs::read(${w(e.fileName)})?)
`}return`        .multipart(form)
`}function nr(e){let t="    let form = multipart::Form::new()";for(let n of e.parts){let r=w(n.fileName),s=A(n),o=n.file?`bytes(std::fs::read(${r})?).file_name(${r})`:`text(${w(n.text)})`;t+=`
        .part(${w(n.name)}, multipart::Part::${o}${s?`.mime_str(${w(s)})?`:""})`}return`${t};
`}function w(e){let t=n=>n===`
`?"\\n":n==='"'||n==="\\"?`\\${n}`:`\\u{${n.charCodeAt(0).toString(16)}}`;return`"${y(e).replace(/["\\\u0000-\u001f\u007f\u2028\u2029]/g,t)}"`}function rr(e){if(e.includes("\r")||!/["\\\n]/.test(e))return w(e);let t="";for(;e.includes(`"${t}`);)t+="#";return`r${t}"${e}"${t}`}var xt=e=>{let t=e,n=de(t)?`import { readFile } from "node:fs/promises";

`:"";n+=`const baseUrl = ${c(t.base)};
${t.secrets.map(s=>`const ${s.var} = process.env.${s.env};
`).join("")}
`,n+=t.secrets.map(s=>`if (!${s.var}) {
	throw new Error(${c(`${s.env} is required`)});
}

`).join(""),n+=sr(t),t.body!=="none"&&(t.method==="GET"||t.method==="HEAD")&&(n+=`// fetch sends no body with ${t.method}, so what the operation takes is left out here.
`,t={...t,body:"none",parts:[]}),n+=`const response = await fetch(\`\${baseUrl}${E($(t),qe,s=>`\${encodeURIComponent(${s.var})}`)}\`, {
	method: ${c(t.method)},
`;let r=or(t);switch(r.length>0&&(n+=`	headers: {
		${r.join(`,
		`)},
	},
`),t.body){case"json":n+=`	body: JSON.stringify(${j(t.value,ir,1)}),
`;break;case"text":n+=`	body: ${c(t.text)},
`;break;case"form":n+=`	body: form,
`;break;case"file":n+=`	body: await readFile(${c(t.fileName)}),
`}return n+=`	signal: AbortSignal.timeout(${t.seconds}_000),
});

`,n+=`if (!response.ok) {
	throw new Error(\`${qe(t.api)} failed: \${response.status} \${await response.text()}\`);
}

`,`${n}const data = await response.${t.json?"json":"text"}();
console.log(data);
`};function sr(e){if(e.body!=="form")return"";let t=`const form = new FormData();
`;for(let n of e.parts){let r=n.mediaType?`, { type: ${c(n.mediaType)} }`:"",s=c(n.name);n.file?t+=`form.append(${s}, new Blob([await readFile(${c(n.fileName)})]${r}), ${c(n.fileName)});
`:r?t+=`form.append(${s}, new Blob([${c(n.text)}]${r}));
`:t+=`form.append(${s}, ${c(n.text)});
`}return`${t}
`}function or(e){let t=C(e,n=>_(n,c,r=>r.var,r=>`\`${E(r,qe,s=>`\${${s.var}}`)}\``)).map(([n,r])=>`${vt(n)}: ${r}`);return e.basic&&t.splice(q(e)?1:0,0,`authorization: \`Basic \${btoa(${e.basic.var})}\``),t}var qe=k({"\\":"\\\\","`":"\\`","${":"\\${"});function vt(e){return e==="__proto__"?'["__proto__"]':/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(e)?e:c(e)}var ir={indent:"	",open:"{",end:"}",assign:": ",key:vt,text:c,words:{null:"null",true:"true",false:"false"}};var Tt=new Map(Object.entries({curl:dt,typescript:xt,python:bt,go:mt,csharp:ut,java:pt,php:gt,ruby:$t,rust:wt}));function Ae(e,t,n,r=!1){let s=lt(e,t,r);return new Map(n.flatMap(o=>Tt.has(o)?[[o,Tt.get(o)(s)]]:[]))}function kt(e,t,n){return[...Pt(e,t.schema)].filter(([r,s])=>Et(e,s)&&!n.some(o=>o.name===r)).map(([r])=>et(r,ae(t.encoding,r)))}var St=16;function Pt(e,t,n=0){let r=N(e,t);if(n>St)return new Map;let s=[...r.allOf??[],...jt(e,r)].flatMap(o=>[...Pt(e,o,n+1)]);return new Map([...s,...Object.entries(r.properties??{})])}function Et(e,t,n=0){let r=N(e,t),s=r.contentMediaType??"";if(r.format==="binary"||!r.contentEncoding&&(s==="application/octet-stream"||s.startsWith("image/")))return!0;let o=r.items===void 0||r.prefixItems?[]:[r.items];return n<St&&[...r.allOf??[],...jt(e,r),...o].some(i=>Et(e,i,n+1))}function jt(e,t){let n=(t.anyOf??t.oneOf??[]).filter(r=>N(e,r).type!=="null");return n.length===1?n:[]}var me=class{#e;#t;#s;#n;#r;#o=null;#i=0;#a=0;#l=0;#c=!1;constructor(t,n,r){this.#e=t,this.#t=n,this.#s=[...document.querySelectorAll(".op-samples .tab-input[data-live]")].flatMap(s=>{let o=s.nextElementSibling?.nextElementSibling?.querySelector("pre > code");return o?[{id:s.value,tab:s,code:o}]:[]}),this.#n=Object.assign(p("input",""),{type:"checkbox"}),this.#r=p("label","tryit-tick",this.#n," Show my credentials in samples and cURL"),this.#r.hidden=!0,r.append(this.#r),t.form.addEventListener("tryit:change",()=>this.#u()),document.addEventListener("change",({target:s})=>s.matches(".tab-input")&&this.#u()),addEventListener("beforeprint",()=>this.#d(!0)),this.#u()}write(t,n){return Ae(this.#t,this.#m(t),[n],this.#n.checked).get(n)??""}#u(){cancelAnimationFrame(this.#i),clearTimeout(this.#a);let t=()=>{let n=performance.now();this.#d(),this.#l=performance.now()-n};this.#l<10?this.#i=requestAnimationFrame(t):this.#a=window.setTimeout(t,250)}#d(t=!1){let n=this.#e.peek(),r=Object.keys(n?.credentials??this.#e.keys.credentials()).length>0;this.#r.hidden=!r,this.#n.checked&&=r;let s=t||this.#n.checked||this.#c;this.#c=this.#n.checked;let o=this.#s.filter(({tab:a})=>s||a.checked),i=(n&&this.#f(n,o))??(this.#o&&this.#f(this.#o,o));for(let{id:a,code:l}of o){let u=i?.get(a);u!==void 0&&u!==l.textContent&&lr(l,a,u)}}#f(t,n){let r=this.#m({...t,...t===this.#o&&{credentials:this.#e.keys.credentials()}});try{let s=n.map(({id:i})=>i),o=Ae(this.#t,r,s,this.#n.checked);return this.#o=t,o}catch(s){if(s instanceof v)return null;throw s}}#m(t){let n=this.#t.bodies.find(({mediaType:r})=>r===t.mediaType);return n?.kind==="multipart"&&t.parts?{...t,parts:[...t.parts,...kt(this.#t,n,t.parts)]}:t}},ar=5e4;function lr(e,t,n){let r=n.length>ar?[["",n]]:We(t,n);cr(e.parentElement),e.replaceChildren(...r.map(([a,l])=>a?p("span",a,l):l));let s=n.split(`
`).length-1,o=e.closest(".code");o.classList.toggle("code-line",s===1);let i=o.querySelector(".code-fold")?.lastChild;i&&(i.textContent=i.textContent.replace(/\d+/,String(s)))}function cr(e){let{offsetHeight:t}=e;t>0&&!e.classList.contains("code-held")&&(e.style.setProperty("--held",`${t}px`),e.classList.add("code-held"))}function Lt(e){try{return localStorage.getItem(`docsite.${e}`)}catch{return null}}function Re(e,t){try{t===null?localStorage.removeItem(`docsite.${e}`):localStorage.setItem(`docsite.${e}`,t)}catch{}}function pe(){return new URL(document.documentElement.dataset.root??"./",location.href)}var Ws=`docsite.key ${pe().pathname} `;function he(e,t){let n=new Be(e,t),r={server:Ot(e,t.server),values:n.values(t.values),mediaType:t.mediaType},s=n.text(t);return{state:s===void 0?r:{...r,text:s},left:[...new Set(n.left)]}}function ge(e,t){if(!Y(t))return null;let{server:n,values:r,mediaType:s,text:o}=t,i={server:{index:0,variables:{}},values:H(),mediaType:""};if(Y(n)&&Number.isInteger(n.index)){let a=Y(n.variables)?Object.entries(n.variables).filter(l=>typeof l[1]=="string"):[];i.server=Ot(e,{index:n.index,variables:Object.fromEntries(a)})}for(let a of e.params){let l=Y(r)&&K(r,a.in),u=Y(l)?K(l,a.name):void 0;u!=null&&!Ct(e,a)&&((i.values[a.in]??=H())[a.name]=u)}return e.bodies.some(a=>a.mediaType===s)&&(i.mediaType=s),typeof o=="string"&&e.bodies.length>0?{...i,text:o}:i}function Fe({server:e,values:t,mediaType:n,text:r}){return{server:e,values:t,credentials:{},mediaType:n,...r!==void 0&&{body:r}}}function Ot(e,{index:t,variables:n}){let r=e.servers[t];if(!r)return{index:0,variables:{}};let[,s=""]=/^[^:]*:?\/\/([^/?#]*)/.exec(r.url)??[],o=r.variables.filter(a=>K(n,a.name)!==void 0&&(a.enum||!s.includes(`{${a.name}}`))),i={index:t,variables:Object.fromEntries(o.map(({name:a})=>[a,n[a]]))};try{return le(e,{server:i}),i}catch{return{index:t,variables:{}}}}function Y(e){return typeof e=="object"&&e!==null&&!Array.isArray(e)}function K(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function Ct(e,t){let n=r=>t.in==="header"?r.toLowerCase()===t.name.toLowerCase():r===t.name;return Object.values(e.schemes).some(r=>r.in===t.in&&n(r.name))||He(t.name)||t.in==="cookie"&&/sess|sid|auth/i.test(t.name)||Ne(e,[t.schema]).some(({format:r})=>r==="password")}function He(e){let t=e.replace(/([a-z0-9])([A-Z])/g,"$1 $2").toLowerCase().split(/[^a-z0-9]+/).filter(r=>r!==""),n=t.at(-1)??"";return n==="token"&&/^(?:page|next|prev|previous|continuation|continue|sync|resume|cursor|start|delta)$/.test(t.at(-2)??"")?!1:t.some(r=>/^(?:password|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|authorization)$/.test(r))||/^(?:token|jwt|otp|auth|bearer)$/.test(n)||/(?:api|access|private|auth|session|signing|encryption|subscription|master)key$|sessionid$|accesstoken$|authtoken$|apitoken$/.test(t.join(""))}function Ne(e,t){let r=new Set,s=[...t];for(;s.length>0&&r.size<200;){let o=s.pop();if(typeof o!="object"||r.has(o))continue;r.add(o);let{$ref:i,...a}=o,l=i===void 0?a:N(e,{$ref:i});r.add(l),s.push(...o.allOf??[],...o.anyOf??[],...o.oneOf??[],o.then,o.else),s.push(...l.allOf??[],...l.anyOf??[],...l.oneOf??[],l.then,l.else)}return[...r]}function ur({properties:e={},patternProperties:t={},additionalProperties:n},r){let s=Object.entries(t).flatMap(([i,a])=>dr(i,r)?[a]:[]),o=K(e,r);return o===void 0&&s.length===0?[n]:[o,...s]}function dr(e,t){try{return new RegExp(e,"u").test(t)}catch{return!0}}var fr=/:\/\/[^\s/?#]*@/,mr=100,Be=class{left=[];#e;#t;constructor(t,{credentials:n}){this.#e=t,this.#t=Object.values(n).flatMap(r=>Object.values(r).filter(s=>s.trim().length>5).map(s=>s.trim()))}values(t){let n=H();for(let r of this.#e.params){let s=K(K(t,r.in)??{},r.name);if(s==null)continue;let o=Ct(this.#e,r)?void 0:this.#r(G(s),[r.schema],r.name,0);o?(n[r.in]??=H())[r.name]=JSON.parse(ne(o,!1)):this.left.push(r.name)}return n}text({mediaType:t,body:n,fields:r,bodyFile:s}){let o=this.#e.bodies.find(T=>T.mediaType===t),i=r??n;if(!o||i===void 0||s||o.kind==="binary")return;if(o.kind==="text")return i.split(/[^\w-]+/).some(He)||this.#n(i)||Ne(this.#e,[o.schema]).some(({format:x})=>x==="password")?this.#s("the body"):i;let a=i.trim()===""?void 0:z(i);if(!a)return i;if(!te(a))return this.#s("the body");let l=this.left.length,u=this.#r(a,[o.schema],"the body",0);return u&&(this.left.length===l?i:ne(u))}#s(t){this.left.push(t)}#n(t){return fr.test(t)||this.#t.some(n=>t.includes(n))}#r(t,n,r,s){let o=Ne(this.#e,n);if(s>mr||o.some(({format:a})=>a==="password"))return this.#s(r);switch(t.kind){case"file":return;case"leaf":return this.#n(O(t))?this.#s(r):t;case"list":{let a=o.flatMap(({items:l,prefixItems:u})=>[l,...u??[]]);return{...t,items:t.items.flatMap(l=>this.#r(l,a,r,s+1)??[])}}}let i=t.members.flatMap(a=>{if(He(a.name)&&!/null|boolean/.test(M(a.value)))return this.#s(a.name)??[];let l=this.#r(a.value,o.flatMap(u=>ur(u,a.name)),a.name,s+1);return this.#n(a.name)||!l?[]:[{...a,value:l}]});return{...t,members:i}}};var Mt=20,pr=1e4,ye=class{#e;#t;#s;#n;#r=p("details","tryit-fold tryit-history");#o=p("summary","");#i=p("ol","tryit-calls");constructor(t,n,r,s){this.#e=t,this.#t=`calls ${pe().pathname} ${t.operation}`,this.#s=r,this.#n=s;let o=p("button","tryit-link","Clear the history");o.type="button",o.addEventListener("click",()=>{Re(this.#t,null),this.#l(),this.#n()}),this.#i.setAttribute("role","list"),this.#r.append(this.#o,this.#i,p("p","tryit-hint","Kept on this device, without credentials and files. "),o),n.append(this.#r),this.#l(),addEventListener("storage",({key:i})=>i?.endsWith(this.#t)&&this.#l())}add({input:t,status:n,statusText:r,milliseconds:s}){let{state:o}=he(this.#e,t);(o.text?.length??0)>pr&&delete o.text;let i=_e(t),a={at:Date.now(),status:n,statusText:r.slice(0,100),milliseconds:s,state:o,...i.length>0&&{files:i}};Re(this.#t,JSON.stringify([a,...this.#a()].slice(0,Mt))),this.#l()}#a(){let t;try{t=JSON.parse(Lt(this.#t)??"[]")}catch{return[]}return(Array.isArray(t)?t:[]).slice(0,Mt).flatMap(n=>{let r=ge(this.#e,n?.state),{at:s,status:o,statusText:i,milliseconds:a,files:l}=n??{},u=Array.isArray(l)?l.filter(x=>typeof x=="string"):[];return r&&(typeof s=="number"&&typeof a=="number"&&typeof i=="string"&&(o===null||typeof o=="number"))?[{at:s,status:o,statusText:i,milliseconds:a,state:r,files:u}]:[]})}#l(){let t=this.#a();this.#r.hidden=t.length===0,this.#o.textContent=`History (${t.length})`,this.#i.replaceChildren(...t.map(n=>this.#c(n)))}#c({at:t,status:n,statusText:r,milliseconds:s,state:o,files:i=[]}){let a=hr(t),l=p("time","",a);l.dateTime=new Date(t).toISOString();let u=n===null?r||"Cancelled":`${n} ${r}`.trim(),T=p("span",`tryit-outcome${n!==null&&n<400?"":" tryit-wrong"}`,u),x=p("button","tryit-call",l," ",T," ",p("span","tryit-hint",`${s} ms ${gr(o)}`.trim()));return x.type="button",x.title="Fill in the form as it was",x.addEventListener("click",()=>this.#s(o,a,i)),p("li","",x)}};function _e({parts:e=[],bodyFile:t}){return t?[""]:[...new Set(e.flatMap(({name:n,file:r})=>r?[n]:[]))]}function hr(e){let t=new Date(e),n={hour:"numeric",minute:"2-digit",second:"2-digit"};return t.toDateString()===new Date().toDateString()?t.toLocaleTimeString([],n):t.toLocaleString([],{...n,day:"numeric",month:"short"})}function gr({values:e,text:t}){return[...Object.values(e).flatMap(r=>Object.entries(r).map(([s,o])=>`${s}=${typeof o=="string"?o:JSON.stringify(o)}`)),...t?[t.replace(/\s+/g," ")]:[]].join(" ").slice(0,120)}var be="#try=",Ue=16e3,It=new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]|\\p{Surrogate}","u");function qt({server:e,values:t,mediaType:n,text:r}){let o={v:1,...(e.index>0||Object.keys(e.variables).length>0)&&{server:e},values:t,...n&&{mediaType:n},...r!==void 0&&{text:r}};if(!Rt(o))return{wrong:"What is filled in has characters that can't be seen, or line breaks outside of the body. A link can't have those."};let i=new TextEncoder().encode(JSON.stringify(o)),a=i.length>Ue?"":btoa(String.fromCharCode(...i)).replaceAll("+","-").replaceAll("/","_").replaceAll("=","");return a&&a.length<=Ue?{hash:be+a}:{wrong:"What is filled in is too long for a link."}}function At(e,t){let n={wrong:"The link is damaged, so nothing is filled in. As a rule a part of it is missing."},r=t.slice(be.length);if(r.length>Ue||!/^[\w-]+$/.test(r))return n;let s;try{let o=Uint8Array.from(atob(r.replaceAll("-","+").replaceAll("_","/")),i=>i.charCodeAt(0));s=JSON.parse(new TextDecoder("utf-8",{fatal:!0}).decode(o))}catch{return n}return Rt(s)?s?.v===1&&ge(e,s)||n:{wrong:"The link has characters that can't be seen. Nobody needs those for good, so nothing is filled in."}}function Rt(e){let t=[{value:e,depth:0}];for(let n=t.pop();n;n=t.pop()){let{value:r,depth:s,lines:o}=n;if(s>100||typeof r=="string"&&It.test(o?r.replace(/[\t\r\n]/g,""):r))return!1;if(typeof r=="object"&&r!==null)for(let[i,a]of Object.entries(r))t.push({value:i,depth:s},{value:a,depth:s+1,lines:s===0&&i==="text"})}return!(yr(e)&&br(e.text))}function yr(e){return typeof e?.text=="string"}function br(e){return[...e.matchAll(/\\u([0-9a-f]{4})/gi)].some(([,t])=>It.test(String.fromCharCode(parseInt(t,16)).replace(/[\ud800-\udfff\t\r\n]/,"")))}var $e=class{#e;#t;#s;#n;constructor(t,n){let r=t.form.querySelector("[data-beside]");this.#e=t,this.#t=n,this.#s=new me(t,n,r),this.#n=new ye(n,r,(s,o,i)=>{this.#a(s,`Filled in as it was sent at ${o}.`,i)},()=>{t.say("The history is cleared."),t.form.querySelector("[data-share]")?.focus()}),addEventListener("hashchange",()=>{this.#i()}),this.#i()}async press({dataset:t}){await(t.share==="link"?this.#o():this.#r())}sent(t){this.#n.add(t)}async#r(){let t;try{t=this.#s.write(this.#e.input(),"curl")}catch(r){if(!(r instanceof v))throw r;this.#e.say(`There is no command for this: ${r.message}.`);return}let n=await we(t.trimEnd());this.#e.say(n?"The cURL command is copied.":"The browser doesn't let this page copy. The cURL sample has the command: select it there.")}async#o(){let{state:t,left:n}=he(this.#t,this.#e.input()),r=qt(t);if("wrong"in r){this.#e.say(r.wrong);return}let s=new URL(r.hash,location.href).href,o=await we(s);o||history.replaceState(history.state,"",s);let i=n.length>0?`credentials, files and ${n.join(", ")}`:"credentials and files";this.#e.say(`The link is ${o?"copied":"in the address bar"}. It fills in this form, without ${i}.`)}async#i(){if(!location.hash.startsWith(be))return;let t=At(this.#t,location.hash);"wrong"in t?this.#e.say(t.wrong):await this.#a(t,"Filled in from the link."),this.#e.form.parentElement.scrollIntoView({block:"start"})}async#a(t,n,r=[]){await this.#e.fill(Fe(t));let s=_e(this.#e.peek()??Fe(t)),o=r.filter(a=>!s.includes(a)).map(a=>a||"the file");this.#t.params.some(a=>!a.required&&t.values[a.in]?.[a.name]!==void 0)&&this.#e.form.querySelectorAll("details.tryit-more").forEach(a=>a.open=!0);let i=o.length>0?` Files aren't kept: pick ${o.join(", ")} again.`:"";this.#e.say(`${n}${i} Look at it: nothing is sent until you send it.`)}};var $r={open:(e,t)=>new $e(e,t)};self.docsiteBeside=$r;})();
