"use strict";(()=>{async function Se(e){try{return await navigator.clipboard.writeText(e),!0}catch{return!1}}function h(e,t,...n){let r=document.createElement(e);return r.className=t,r.append(...n),r}function Ge(e,t){let n=[],r=e==="curl"?Xt:Kt(Gt[e]??{});for(let[s,o]of r(t))for(let i of o.split(/(\n)/)){let a=n.at(-1),c=a&&a[1]!==`
`?a:void 0;i!==""&&(c&&i!==`
`&&(c[0]===s||/^[ \t]+$/.test(i))?c[1]+=i:n.push([i===`
`||/^[ \t]+$/.test(i)?"":s,i]))}return n}var Gt={typescript:{long:"`",letters:"$",constants:"true false null undefined NaN Infinity",types:"any bigint boolean never number object string symbol unknown",keywords:"async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield abstract as asserts declare enum implements infer interface is keyof module namespace override private protected public readonly satisfies type unique"},python:{long:'"""',comment:"#",keywords:"import",constants:"None True False",types:"tuple"},go:{long:"`",keywords:"const defer else func if import package return var",constants:"nil",types:"byte error string"},csharp:{long:'"""',keywords:"await if new throw using var",types:"int"},java:{long:'"""',keywords:"class if import new public static throw throws",constants:"null",types:"void"},php:{comment:"#",variable:"$",anyCase:!0,keywords:"echo if new throw",constants:"true false null"},ruby:{comment:"#",variable:"@$",letters:"?!",keywords:"do end raise require unless",constants:"true false nil"},rust:{quotes:'"',characters:!0,keywords:"dyn fn let use",constants:"Ok true false Some"}};function Kt(e){let t=new Map;for(let[i,a]of[["k",e.keywords],["kc",e.constants],["nc",e.types]])a?.split(" ").forEach(c=>t.set(c,i));let n=`A-Za-z_\\u0080-\\uffff${e.letters??""}`,r={white:"[ \\t\\n\\r]+",word:`[${n}][${n}0-9]*`,m:"[0-9](?:[eE][-+](?=[0-9])|[0-9A-Za-z_]|\\.(?=[0-9]))*",c:e.comment?"(?<![^ \\t\\n\\r])#.*":"//.*",...e.long&&{long:`${e.long}(?:\\\\[^]|(?!${e.long})[^\\\\])*(?:${e.long}|$)`},...e.characters&&{s:"'(?:\\\\[^]{1,10}?|[^\\\\])'",nv:"'[A-Za-z_0-9]+"},text:[...e.quotes??`"'`].map(i=>`${i}(?:\\\\[^]|[^${i}\\\\\\n])*${i}`).join("|"),...e.variable&&{variable:`[${e.variable}](?:\\{[^}\\n]*\\}|[A-Za-z_0-9\\u0080-\\uffff]+)`},sign:"[^]"},s=new RegExp(Object.entries(r).map(([i,a])=>`(?<${i}>${a})`).join("|"),"g"),o={long:"s",text:"s",variable:"nv",white:"",sign:""};return function*(i){for(let a of i.matchAll(s)){let[c,u]=Object.entries(a.groups).find(([,Zt])=>Zt!==void 0),b=i[a.index-1],p=i[a.index+u.length],Ze=t.get(e.anyCase?u.toLowerCase():u),Vt=Ze&&b!=="."?Ze:p==="("?"nf":/^[A-Z]/.test(u)?"nc":"";yield[c==="word"?Vt:o[c]??c,u]}}}var Qt=/'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^\n]|\$\w+|[ \t]+|[^ \t\r\n|&;()<>"'$`\\=]+|[^]/g;function*Xt(e){let t=!0;for(let[n]of e.matchAll(Qt)){if(n[0]==='"')for(let[r]of n.matchAll(/\$\w+|(?:\\[^]|[^$\\])+|\$/g))yield[/^\$\w/.test(r)?"nv":"s",r];else if(/^[ \t\r\n]/.test(n)){yield["",n];continue}else yield[{"'":"s",$:"nv","\\":n.length>1?"se":""}[n[0]]??(t?"nf":/^-./.test(n)?"na":/^\d[\dA-Za-z_.]*$/.test(n)?"m":""),n];t=!1}}var Ke=/[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y,Pe=/[ \t\r\n]*/y,S=class extends Error{constructor(n,r){super(n);this.offset=r}offset};function Yt(e){let t=[],n=0;for(;;){if(Pe.lastIndex=n,Pe.exec(e),n=Pe.lastIndex,n===e.length)return t;Ke.lastIndex=n;let r=Ke.exec(e)?.[0];if(r===void 0||/[\w.]$/.test(r)&&/[\w.]/.test(e[n+r.length]??""))throw new S(tn(e,n),n);t.push({kind:en(r),text:r,start:n}),n+=r.length}}function en(e){return e[0]==='"'?"string":/^[{}[\],:]$/.test(e)?"mark":/^[tfn]/.test(e)?"word":"number"}function tn(e,t){let n=e.slice(t,t+24);if(n[0]==='"')return"this text is not closed by a quote on its line, or has an unknown escape";if(n[0]==="'")return'text stands between double quotes, "like this"';let r=/^[\w$.+-]+/.exec(n)?.[0];return r?`${r} is not JSON; text needs double quotes`:`${n[0]} is not expected here`}function nn(e,t,n){let r=[];for(;;){let s=se(e,t++,n,"a value");if(s.text==="{"||s.text==="["){let o=s.text==="{"?"}":"]";if(e[t]?.text!==o){r.push(o),t=o==="}"?Qe(e,t,n):t;continue}t++}else if(s.kind==="mark"){let o=e[t-2]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":`${s.text} stands where a value should`,s.start)}for(;;){let o=r.at(-1);if(o===void 0)return t;let i=se(e,t,n,`a comma or ${o}`);if(i.text===","){t=o==="}"?Qe(e,t+1,n):t+1;break}if(i.text!==o)throw new S(`a comma or ${o} is missing before ${i.text}`,i.start);r.pop(),t++}}}function Qe(e,t,n){let r=se(e,t,n,"a name");if(r.kind!=="string"){let o=r.text==="}"&&e[t-1]?.text===",";throw new S(o?"there is nothing after the last comma; leave the comma out":"a name in double quotes is missing",r.start)}r.kind="name";let s=se(e,t+1,n,"a colon");if(s.text!==":")throw new S(`a colon is missing before ${s.text}`,s.start);return t+2}function se(e,t,n,r){let s=e[t];if(!s)throw new S(`the text ends where ${r} should follow`,n);return s}function je(e){try{let t=Yt(e),n=t[nn(t,0,e.length)];if(n)throw new S(`there is more after the end: ${n.text}`,n.start);return t}catch(t){if(!(t instanceof S))throw t;let n=e.slice(0,t.offset).split(`
`);return{message:t.message,line:n.length,column:(n.at(-1)??"").length+1,offset:t.offset}}}function*Xe(e){let t=0,n="",r=()=>`
${"  ".repeat(Math.min(t,40))}`;for(let[s,o]of e.entries()){let i=o.text==="}"||o.text==="]",a=i&&/^[{[]$/.test(e[s-1]?.text??"");if(i&&o.kind==="mark"&&(t--,n=a?"":r()),yield[n,o],n="",o.kind==="mark")switch(o.text){case"{":case"[":t++,n=r();break;case",":n=r();break;case":":n=" "}}}function V(e){let t=je(e);return Array.isArray(t)?rn(t):t}function oe(e){return"kind"in e}function rn(e){let t=[],n;for(let{kind:r,text:s,start:o}of e){let i=o+s.length,a;if(r==="name"){n={name:JSON.parse(s),start:o};continue}else if(s==="{")a={kind:"object",members:[],start:o};else if(s==="[")a={kind:"list",items:[],start:o};else if(r==="mark"){if(s==="}"||s==="]"){let u=t.pop();if(u.end=i,t.length===0)return u}continue}else a={kind:"leaf",text:s,start:o,end:i};let c=t.at(-1);if(c?.kind==="list"?c.items.push(a):c&&c.members.push({...n,value:a}),a.kind!=="leaf")t.push(a);else if(!c)return a}throw new Error("a text of JSON has a value")}function ie(e,t=!0){let n=Ee(e),r=t?je(n):[];if(!Array.isArray(r)||!t)return n;let s="";for(let[o,i]of Xe(r))s+=o+i.text;return s}function Ee(e){switch(e.kind){case"leaf":return e.text;case"file":return"null";case"list":return`[${e.items.map(Ee).join(",")}]`;case"object":return`{${e.members.map(({name:t,value:n})=>`${JSON.stringify(t)}:${Ee(n)}`).join(",")}}`}}function Z(e){return V(JSON.stringify(e)??"null")}function C(e){return Oe(e)?JSON.parse(e.text):ie(e,!1)}function Oe(e){return e?.kind==="leaf"&&e.text[0]==='"'}function L(e){switch(e.kind){case"list":return"array";case"object":return"object";case"file":return"string"}let t=e.text[0];return t==='"'?"string":t==="n"?"null":/[tf]/.test(t)?"boolean":"number"}function ce(e){return e.kind==="list"?e.items.length:e.kind==="object"?e.members.length:0}function P(e){switch(e.kind){case"file":return"";case"leaf":return L(e)==="null"?"":$(C(e))}return G(e)}function G(e){switch(e.kind){case"list":return`[${e.items.map(G).join(",")}]`;case"object":return`{${e.members.map(t=>`${ae(t.name)}:${G(t.value)}`).join(",")}}`;case"file":return"null"}return L(e)==="string"?ae(C(e)):e.text}var sn=/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"\\]/g,on={'"':'\\"',"\\":"\\\\","\n":"\\n","\r":"\\r","	":"\\t"};function ae(e){return`"${$(e).replace(sn,t=>on[t]??`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}"`}function $(e){return e.replace(new RegExp("\\p{Surrogate}","gu"),"�")}var Ce="\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",an=new RegExp(`[${Ce}]+`,"g"),cn=new RegExp(`^[${Ce}]+|[${Ce}]+$`,"g");function le(e){return e.replace(cn,"")}function K(e){return le(e).replace(an," ")}var ue=e=>`%${e.charCodeAt(0).toString(16).toUpperCase().padStart(2,"0")}`;function w(e){return encodeURIComponent($(e)).replace(/[!'()*]/g,ue)}function q(e){return w(e).replace(/%(?:24|26|2B|3A|3D|40)/g,decodeURIComponent)}function ln(e){return w(e).replace(/%(?:3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/g,decodeURIComponent)}function un(e){return $(e).replace(/[^!#$&-+\--:<-[\]-~]/gu,t=>t<""?ue(t):encodeURIComponent(t))}var dn=e=>e;function Q(e,t){if(e.mediaType)return{items:[Oe(t)?P(t):G(t)],object:null};switch(t.kind){case"list":return{items:t.items.map(P),object:null};case"object":return{items:[],object:t.members.map(n=>[$(n.name),P(n.value)])}}return{items:[P(t)],object:null}}function O({items:e,object:t},n,r,s){return(t?t.map(([o,i])=>s(o)+r+s(i)):e.map(s)).join(n)}function Ye(e,t,n){return O(t,",",e.explode?"=":",",n)}function et(e,t){let n=Q(e,t),r=q(e.name);switch(e.style){case"label":return`.${e.explode?O(n,".","=",q):O(n,",",",",q)}`;case"matrix":return e.explode&&n.object?`;${O(n,";","=",q)}`:e.explode?n.items.map(s=>`;${r}=${q(s)}`).join(""):`;${r}=${O(n,",",",",q)}`}return Ye(e,n,q)}function Le(e,t){let n=e.allowReserved?ln:w,r=w(e.name);if(e.style==="deepObject"&&ce(t)>0)return Me(e.name,t).map(([i,a])=>`${w(i)}=${n(a)}`).join("&");if(e.in==="querystring")return mn(e,t);let s=Q(e,t);if(e.explode)return s.object?O(s,"&","=",n):s.items.map(i=>`${r}=${n(i)}`).join("&");let o={" ":"%20","|":"%7C","	":"%09"}[fn(e)]??",";return`${r}=${O(s,o,o,n)}`}function fn(e){return{spaceDelimited:" ",pipeDelimited:"|",tabDelimited:"	"}[e.style]??","}function mn(e,t){return rt(e.mediaType??"")==="application/x-www-form-urlencoded"?st({},t):w(Q(e,t).items.join(""))}function Me(e,t,n=0){return t.kind==="object"&&n<8?t.members.flatMap(s=>Me(`${e}[${$(s.name)}]`,s.value,n+1)):t.kind==="list"&&n<8?t.items.flatMap((s,o)=>Me(`${e}[${o}]`,s,n+1)):[[e,P(t)]]}function tt(e,t){return Ye(e,Q(e,t),dn)}function nt(e,t){let n=Q(e,t),[r,s]=e.style==="cookie"?[un,"; "]:[w,"&"];return!e.explode||n.items.length===0&&!n.object?.length?`${e.name}=${O(n,",",",",r)}`:n.object?O(n,s,"=",r):n.items.map(o=>`${e.name}=${r(o)}`).join(s)}function rt(e){return e.split(";",1)[0].trim().toLowerCase()}function st(e,t){return t.kind!=="object"?P(t):t.members.map(n=>Le(pn(n.name,n.value,de(e,n.name)),n.value)).filter(n=>n!=="").join("&")}function de(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function pn(e,t,n){let r={name:e,in:"query",style:"form",explode:!0,allowReserved:n?.allowReserved??!1};return n?.style?(r.style=n.style,r.explode=n.explode??!1):n?.contentType&&ce(t)>0?r.mediaType=n.contentType:t.kind==="object"&&(r.style="deepObject"),r}function ot(e,t){return{name:e,...hn(gn(t))}}function hn(e){return e?{mediaType:e}:{}}function gn(e){let t=(e?.contentType??"").split(",",1)[0].trim();return t.includes("*")?"":t}function it(e){return/^\s*application\/json\s*(;|$)|^[^;]*\+json\s*(;|$)/i.test(e)}var T=class extends Error{constructor(n,r,s){super(n);this.place=r;this.name=s}place;name};function N(){return Object.create(null)}function H(e,t){let n=t,r={};for(let s=0;s<32&&typeof n=="object"&&n.$ref!==void 0;s++){let{$ref:o,...i}=n;r={...i,...r},n=Object.hasOwn(e.defs,o.slice(7))?e.defs[o.slice(7)]:void 0}return typeof n!="object"?n===!1?{not:{}}:r:{...n,...r}}function at(e,t){let n=Object.hasOwn(e,t.in)?e[t.in]:{},r=Object.hasOwn(n,t.name)?n[t.name]:void 0;return r===void 0?void 0:Z(r)}function fe(e,t){let n=e.servers[t.server.index];if(!n)throw new T("there is no such server","server","");for(let[s,o]of Object.entries(t.server.variables)){let i=n.variables.find(a=>a.name===s);if(!i)throw new T(`the server has no variable ${s}`,"server",s);if(o!==i.default&&!(i.enum?i.enum.includes(o):yn(n.url,s,o))){let a=i.enum?`is one of ${i.enum.join(", ")}`:"takes what a part of a host or of a path can be";throw new T(`${s} of the server ${a}`,"server",s)}}let r=new Map(Object.entries(t.server.variables));return n.variables.reduce((s,o)=>s.replaceAll(`{${o.name}}`,()=>r.get(o.name)??o.default),n.url)}function yn(e,t,n){let r=`{${t}}`,[,s="",o=""]=/^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(e)??[];return s.includes(r)&&!/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(n)?!1:!o.includes(r)||/^[\w.~!$'()*+,;=:@-]+(\/[\w.~!$'()*+,;=:@-]+)*$/.test(n)&&!/(^|\/)\.\.?(\/|$)/.test(n)}function ct(e,t,n){if(t.endsWith("://"))throw new T(`the server ${t} has no host`,"server","");let[r]=e.path.split("#",1),s=r.indexOf("?"),o=s<0?r:r.slice(0,s),i=s<0?"":r.slice(s+1),a=[];for(let u of e.params){let b=at(n,u);if(b!==void 0)if(u.in==="path"){let p=et(u,b);if(p==="")throw new T(`${u.name} is empty`,"path",u.name);o=o.replaceAll(`{${u.name}}`,()=>p),i=i.replaceAll(`{${u.name}}`,()=>w(P(b)))}else(u.in==="query"||u.in==="querystring")&&a.push(Le(u,b))}for(let u of o.split("/"))if(/^(?:\.|%2e){1,2}$|%(?![0-9a-f]{2})/i.test(u))throw new T(`${u} can't be a segment of the path`,"path","");let c=[i,...a].filter(u=>u!=="");return t.replace(/\/$/,"")+qe(c.length>0?`${o}?${c.join("&")}`:o)}function qe(e){return $(e).replace(/[^!#-;=?-[\]_a-z~]/gu,t=>t<""?ue(t):encodeURIComponent(t))}function bn(e){return!e||!e.value&&!e.username&&!e.password}function $n(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function lt(e,t){let n=e.security.map(s=>s.filter(({id:o})=>!bn($n(t,o))&&e.schemes[o].kind!=="mutualTLS").length),r=n.findIndex((s,o)=>s>0&&s===e.security[o].length);return r>=0?r:n.findIndex(s=>s>0)}function ut(e){return btoa(wn(e))}function wn(e){return Array.from(new TextEncoder().encode(e),t=>String.fromCharCode(t)).join("")}function dt(e,t){let n=[],r=[];for(let s of e.params){let o=at(t,s);o!==void 0&&(s.in==="header"?n.push([s.name,K(tt(s,o))]):s.in==="cookie"&&r.push(nt(s,o)))}return r.length>0?[...n,["cookie",r.join("; ")]]:n}var ft="file.bin";function mt(e,t,n){let{api:r,seconds:s,json:o}=e.sample,i={api:r,seconds:s,json:o,method:e.method,base:kn(xn(e,t)),rest:ct(e,"",t.values),secrets:[],query:[],basic:null,headers:[],body:"none",mediaType:"",text:"",value:null,fileName:"",parts:[]};for(let a of Tn(e,t)){let c=Object.hasOwn(t.credentials,a.id)?t.credentials[a.id]:{};if(n&&(c.value||c.username||c.password)){vn(i,a,c);continue}i.secrets.push(a),a.basic?i.basic=a:a.in==="query"?i.query.push(a):a.in==="cookie"?B(i,"cookie",[`${a.name}=`,a]):a.in==="header"&&B(i,a.name,[a.prefix,a])}for(let[a,c]of dt(e,t.values))B(i,a,[c]);return Sn(i,e,t),i}function xn(e,t){let{index:n,variables:r}=t.server;return n===0&&Object.keys(r).length===0?e.sample.base:fe(e,t)}function kn(e){let t=qe(e);return t.endsWith("://")?`${t}your-host.example`:(t.includes("://")?t:t.startsWith("//")?`https:${t}`:`https://your-host.example/${t.replace(/^\//,"")}`).replace(/\/$/,"")}function Tn(e,t){let n=e.sample.secrets,r=n[lt(e,t.credentials)]??[];return r.length>0?r:n.find(s=>s.length>0)??[]}function vn(e,t,n){let r=t.prefix+le(n.value??"");t.basic?B(e,"authorization",[`Basic ${ut(`${n.username??""}:${n.password??""}`)}`]):t.in==="query"?e.rest+=`${Ie(e)}${w(t.name)}=${w(r)}`:t.in==="cookie"?B(e,"cookie",[`${t.name}=${K(r)}`]):t.in==="header"&&B(e,t.name,[K(r)])}function B(e,t,n){let r=t.toLowerCase(),s=n.filter(i=>i!==""),o=e.headers.find(([i])=>i===r);o?r==="cookie"&&o[1].push("; ",...s):e.headers.push([r,s])}function Ie(e){return e.rest.includes("?")?"&":"?"}function Sn(e,t,n){let r=t.bodies.find(s=>s.mediaType===n.mediaType)??t.bodies[0];r&&(e.mediaType=r.contentType,e.fileName=n.bodyFile?.name||ft,n.bodyFile||r.kind==="binary"&&!n.body?e.body="file":r.kind==="multipart"&&!n.body?(e.body="form",e.parts=(n.parts??[]).map(({name:s,value:o,file:i,fileName:a,mediaType:c})=>{let u=o===void 0;return{name:s,text:o??"",file:u,fileName:u?a||i?.name||ft:"",mediaType:c??""}})):n.body?Pn(e,r,n.body):r.examples.length===0&&(e.body="file"))}function Pn(e,t,n){e.body="text",e.text=n;let r=it(t.contentType)?V(n):null;r&&oe(r)&&Re(r)&&(e.body="json",e.value=r)}function Re(e){switch(e.kind){case"list":return e.items.every(Re);case"object":return e.members.every(n=>Re(n.value));case"file":return!0}if(!/^[-\d]/.test(e.text))return!0;let t=Number(e.text);return/[.eE]/.test(e.text)?Number.isFinite(t)&&e.text.length<18:Math.abs(t)<2**53||/^-?9007199254740992$/.test(e.text)}function R(e){return e.body==="none"||e.body==="form"?"":e.mediaType}function M(e,t){let n=R(e),r=e.headers.map(([s,o])=>[s,t(o)]);return n?[["content-type",t([n])],...r]:r}function x(e){return[e.rest,...e.query.flatMap((t,n)=>[`${n>0?"&":Ie(e)}${w(t.name)}=`,t])]}function I(e){return e.mediaType||(e.file?"application/octet-stream":"")}function pe(e){return e.parts.some(t=>!t.file&&t.mediaType!=="")}function F(e){let t=I(e),n=e.file?`; filename="${X(e.fileName)}"`:"";return`Content-Disposition: form-data; name="${X(e.name)}"${n}${t?`\r
Content-Type: ${t}`:""}\r
\r
`}function X(e){return e.replaceAll('"',"%22").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function he(e){return e.body==="file"||e.parts.some(t=>t.file)}function f(e,t,n,r){let s=[];for(let o=0;o<e.length;o++){let i=e[o];if(typeof i!="string"){s.push(r(i));continue}for(let a=e[o+1];typeof a=="string";a=e[++o+1])i+=a;s.push(n(i))}return s.length>0?s.join(t):n("")}function j(e,t,n){return f(e,"",t,n)}function _(e,t,n,r){if(e.every(o=>typeof o=="string"))return t(e.join(""));let[s]=e;return e.length===1&&typeof s=="object"?n(s):r(e)}var U=e=>e.var;function g(e){return e.replace(/[A-Z]/g,t=>`_${t.toLowerCase()}`)}var D=e=>g(e.var),l=ae;function v(e){let t=new RegExp(Object.keys(e).map(n=>n.replace(/[\\^$.*+?()[\]{}|]/g,"\\$&")).join("|"),"g");return n=>n.replace(t,r=>e[r])}var ge=v({"{":"{{","}":"}}"});function me(e,t){return e.indent.repeat(Math.min(t,40))}function E(e,t,n){switch(e.kind){case"list":return jn(e.items,t,n);case"object":return e.members.length===0?t.empty??t.open+t.end:`${t.open}
${e.members.map(s=>`${me(t,n+1)}${t.key(s.name)}${t.assign}${E(s.value,t,n+1)},
`).join("")}${me(t,n)}${t.end}`}if(L(e)==="string")return t.text(C(e));let r=C(e);return r in t.words?t.words[r]:r}var pt=60;function jn(e,t,n){let r=e.map(i=>E(i,t,n+1)),s=r.join(", ");if(s.length<=pt&&!s.includes(`
`)&&En(s)<=pt)return`[${s}]`;let o=me(t,n+1);return`[
${o}${r.join(`,
${o}`)},
${me(t,n)}]`}function En(e){return new TextEncoder().encode(e).length}var ht=e=>{let t=(e.body==="none"?"":`using System.Net.Http.Headers;
`)+(e.basic?`using System.Text;
`:"");t&&(t+=`
`),t+=e.secrets.map(r=>`var ${r.var} = Environment.GetEnvironmentVariable(${l(r.env)})
    ?? throw new InvalidOperationException(${l(`${r.env} is required`)});
`).join("");let n=f([e.base,...x(e)]," + ",l,r=>`Uri.EscapeDataString(${r.var})`);return t+=`using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(${e.seconds}) };
using var request = new HttpRequestMessage(${On(e.method)}, ${n});
`,e.basic&&(t+=`request.Headers.TryAddWithoutValidation("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(${e.basic.var})));
`),t+=e.headers.map(([r,s])=>`request.Headers.TryAddWithoutValidation(${l(r)}, ${f(s," + ",l,U)});
`).join(""),t+=`${Cn(e)}
using var response = await client.SendAsync(request);
var answer = await response.Content.ReadAsStringAsync();
`,`${t}if (!response.IsSuccessStatusCode)
{
    throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
}
Console.WriteLine(answer);
`};function On(e){return["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS","TRACE"].includes(e)?`HttpMethod.${e[0]}${e.slice(1).toLowerCase()}`:`new HttpMethod(${l(e)})`}function Cn(e){let t=`request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${l(e.mediaType)});
`;switch(e.body){case"none":return"";case"json":case"text":return`request.Content = new StringContent(${Mn(e)});
${t}`;case"file":return`request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(${l(e.fileName)}));
${t}`}let n=`var form = new MultipartFormDataContent();
`;for(let[r,s]of e.parts.entries()){let o=`part${r+1}`,i=I(s);n+=s.file?`var ${o} = new ByteArrayContent(await File.ReadAllBytesAsync(${l(s.fileName)}));
`:`var ${o} = new StringContent(${l(s.text)});
`,n+=i?`${o}.Headers.ContentType = MediaTypeHeaderValue.Parse(${l(i)});
`:"",n+=`form.Add(${o}, ${l(s.name)}${s.file?`, ${l(s.fileName)}`:""});
`}return`${n}request.Content = form;
`}function Mn(e){if(e.body!=="json"||!e.text.includes(`
`))return l(e.text);let t='"""';for(;e.text.includes(t);)t+='"';let n=`
    `;return`${t}${n}${e.text.replaceAll(`
`,n)}${n}${t}`}var gt=e=>{let t=s=>`$${s.env}`,n=W(e.base)+j(x(e),W,t),r=[e.method==="HEAD"?`curl --head "${n}"`:`curl -X ${Ln(e.method)} "${n}"`];/[[\]{}]/.test(e.rest)&&(r[0]+=" --globoff"),e.basic&&r.push(`--user "$${e.basic.env}"`);for(let[s,o]of e.headers){let i=j(o,W,t);r.push(i===""?`-H "${W(s)};"`:`-H "${W(s)}: ${i}"`)}return`${[...r,...qn(e)].join(` \\
  `)}
`};function Ln(e){return/^[A-Za-z-]*$/.test(e)?e:A(e)}function qn(e){let t=`-H "content-type: ${W(e.mediaType)}"`;switch(e.body){case"none":return[];case"file":return[t,`--data-binary ${In(`@${e.fileName}`)}`];case"form":return Rn(e);case"json":return[t,`--data ${A(e.text.replaceAll(`
`,`
  `))}`]}let n=e.text.startsWith("@")||/[\r\n]/.test(e.text)?"--data-raw":"--data";return[t,`${n} ${A(e.text)}`]}function Rn(e){return e.parts.map(t=>{let n=t.mediaType!==""&&!/[,*]/.test(t.mediaType)?`;type=${t.mediaType}`:"",r=t.name.replaceAll("=","%3D");return t.file?`-F ${A(`${r}=@${An(t.fileName)}${n}`)}`:n?`-F ${A(`${r}="${yt(t.text)}"${n}`)}`:`--form-string ${A(`${r}=${t.text}`)}`})}var yt=v({"\\":"\\\\",'"':'\\"'});function In(e){return/^[@._\-/a-zA-Z0-9]*$/.test(e)?e:A(e)}function An(e){return/[;,"\\]/.test(e)?`"${yt(e)}"`:e}var W=v({"\\":"\\\\",'"':'\\"',$:"\\$","`":"\\`","!":`"'!'"`,"\0":""});function A(e){return`'${Nn(e)}'`}var Nn=v({"'":"'\\''","\0":""});var bt=e=>{let t=`baseURL+${f(x(e),"+",y,o=>`url.QueryEscape(${o.var})`)}`,n=`package main

import (
${Hn(e).map(o=>`	"${o}"
`).join("")})

const baseURL = ${y(e.base)}

`;n+=`func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
`,n+=e.secrets.map(Fn).join(""),n+=`	ctx, cancel := context.WithTimeout(context.Background(), ${e.seconds}*time.Second)
	defer cancel()

`;let[r,s]=_n(e);return n+=`${r}	req, err := http.NewRequestWithContext(ctx, ${zn(e.method)}, ${t}, ${s})
	if err != nil {
		return err
	}
`,n+Dn(e)+Bn};function Hn(e){let t=new Set(["context","fmt","io","log","net/http","time"]),n=(...r)=>r.forEach(s=>t.add(s));switch(e.body){case"json":case"text":n("strings");break;case"file":n("os");break;case"form":n("bytes","mime/multipart"),e.parts.some(r=>r.file)&&n("os"),e.parts.some(r=>r.mediaType!=="")&&n("net/textproto")}return e.secrets.length>0&&n("errors","os"),e.basic&&n("strings"),e.query.length>0&&n("net/url"),[...t].sort()}var Bn=`
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
`;function Fn(e){return`${`	${e.var} := os.Getenv(${y(e.env)})
	if ${e.var} == "" {
		return errors.New(${y(`${e.env} is required`)})
	}
`}${e.basic?`	username, password, _ := strings.Cut(${e.var}, ":")
`:""}
`}function _n(e){switch(e.body){case"none":return["","nil"];case"json":case"text":return[`	body := strings.NewReader(${Ae(e.text)})
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
`,n="content, err = os.ReadFile"),t+=Un(r,r.file?"content":`[]byte(${Ae(r.text)})`);return[`${t}	if err := form.Close(); err != nil {
		return err
	}

`,"&body"]}function Un(e,t){let n=e.file?`form.CreateFormFile(${y(e.name)}, ${y(e.fileName)})`:`form.CreateFormField(${y(e.name)})`;if(e.mediaType){let r=`form-data; name="${X(e.name)}"${e.file?`; filename="${X(e.fileName)}"`:""}`;n=`form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {${Ae(r)}}, "Content-Type": {${y(e.mediaType)}}})`}return`	if part, err := ${n}; err != nil {
		return err
	} else if _, err := part.Write(${t}); err != nil {
		return err
	}
`}function Dn(e){let t="";return e.body==="form"?t+=`	req.Header.Set("content-type", form.FormDataContentType())
`:R(e)&&(t+=`	req.Header.Set("content-type", ${y(e.mediaType)})
`),e.basic&&(t+=`	req.SetBasicAuth(username, password)
`),t+e.headers.map(([n,r])=>`	req.Header.Set(${y(n)}, ${f(r,"+",y,U)})
`).join("")}function Ae(e){return/["\n\\]/.test(e)&&!/[\u0000-\u0008\u000b-\u001f`\u007f\ufeff]/.test(e)?`\`${$(e)}\``:y(e)}var Wn={'"':'\\"',"\\":"\\\\","\x07":"\\a","\b":"\\b","\f":"\\f","\n":"\\n","\r":"\\r","	":"\\t","\v":"\\v"};function y(e){let t=(n,r)=>n.codePointAt(0).toString(16).padStart(r,"0");return`"${$(e).replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,n=>Wn[n]??(n<""?`\\x${t(n,2)}`:n.length>1?`\\U${t(n,8)}`:`\\u${t(n,4)}`))}"`}function zn(e){return["GET","HEAD","POST","PUT","PATCH","DELETE","CONNECT","OPTIONS","TRACE"].includes(e)?`http.Method${e[0]}${e.slice(1).toLowerCase()}`:y(e)}var Y="StandardCharsets.UTF_8",$t=e=>{let t=f([e.base,...x(e)]," + ",l,a=>`URLEncoder.encode(${a.var}, ${Y})`),n=Jn(e).map(a=>`import ${a};
`).join("");n+=`
public class Sample {
    public static void main(String[] args) throws Exception {
`;for(let a of e.secrets)n+=`        String ${a.var} = System.getenv(${l(a.env)});
        if (${a.var} == null) {
            throw new IllegalStateException(${l(`${a.env} is required`)});
        }
`;let[r,s,o]=Vn(e);n+=`${r}        HttpRequest request = HttpRequest.newBuilder(URI.create(${t}))
            .timeout(Duration.ofSeconds(${e.seconds}))
`;let i=e.headers.map(([a,c])=>`.header(${l(a)}, ${f(c," + ",l,U)})`);return e.basic&&i.unshift(`.header("authorization", "Basic " + Base64.getEncoder().encodeToString(${e.basic.var}.getBytes()))`),n+=[...o,...i].map(a=>`            ${a}
`).join(""),`${n}            .method(${l(e.method)}, ${s})
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        System.out.println(response.body());
    }
}
`};function Jn(e){let t=["java.net.URI","java.net.http.HttpClient","java.net.http.HttpRequest","java.net.http.HttpResponse","java.time.Duration"];return e.query.length>0&&t.push("java.net.URLEncoder","java.nio.charset.StandardCharsets"),he(e)&&t.push("java.nio.file.Files","java.nio.file.Path"),e.body==="form"&&t.push("java.io.ByteArrayOutputStream","java.nio.charset.StandardCharsets"),e.basic&&t.push("java.util.Base64"),[...new Set(t)].sort()}function Vn(e){let t=[`.header("content-type", ${l(e.mediaType)})`];switch(e.body){case"none":return["","HttpRequest.BodyPublishers.noBody()",[]];case"json":case"text":return[`        String body = ${Gn(e)};
`,"HttpRequest.BodyPublishers.ofString(body)",t];case"file":return["",`HttpRequest.BodyPublishers.ofFile(Path.of(${l(e.fileName)}))`,t]}let n=`        String boundary = "sample-" + System.nanoTime();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
`;for(let r of e.parts){let s=r.file?`Files.readAllBytes(Path.of(${l(r.fileName)}))`:`${l(r.text)}.getBytes(${Y})`;n+=`        form.write(("--" + boundary + ${l(`\r
${F(r)}`)}).getBytes(${Y}));
        form.write(${s});
        form.write("\\r\\n".getBytes(${Y}));
`}return n+=`        form.write(("--" + boundary + "--\\r\\n").getBytes(${Y}));
`,[n,"HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())",['.header("content-type", "multipart/form-data; boundary=" + boundary)']]}var wt=`
            `,Zn=v({"\\":"\\\\",'"""':'\\"""',"\n":wt});function Gn(e){return e.body==="json"&&e.text.includes(`
`)?`"""${wt}${Zn(e.text)}"""`:l(e.text)}var xt=e=>{let t=`<?php
${e.secrets.length>0?`
`:""}`;t+=e.secrets.map(s=>`$${s.var} = getenv(${d(s.env)}) ?: throw new RuntimeException(${d(`${s.env} is required`)});
`).join("");let n=f([e.base,...x(e)]," . ",d,s=>`rawurlencode($${s.var})`);t+=He(e)?Yn(e):"",t+=`
$curl = curl_init(${n});
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => ${d(e.method)},
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => ${e.seconds},
`,e.method==="HEAD"&&(t+=`    CURLOPT_NOBODY => true,
`);let r=er(e);return r.length>0&&(t+=`    CURLOPT_HTTPHEADER => [
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
`;switch(e.body){case"none":return"";case"json":return t(Ne(e.value)?d(e.text):`json_encode(${E(e.value,nr,1)})`);case"text":return t(d(e.text));case"file":return t(`file_get_contents(${d(e.fileName)})`)}return t(He(e)?"$form":`[
${Xn(e)}    ]`)}function Ne(e){return e.kind==="list"?e.items.some(Ne):e.kind==="object"&&e.members.some(t=>Qn(t.name)||Ne(t.value))}function Qn(e){return/^[+-]?\d+$/.test(e)&&BigInt.asIntN(64,BigInt(e.replace("+","")))===BigInt(e.replace("+",""))}function He(e){return new Set(e.parts.map(t=>t.name)).size<e.parts.length||pe(e)}function Xn(e){return e.parts.map(t=>{let n=t.mediaType?`, ${d(t.mediaType)}`:"";return`        ${d(t.name)} => ${t.file?`new CURLFile(${d(t.fileName)}${n})`:d(t.text)},
`}).join("")}function Yn(e){let t=`
$boundary = bin2hex(random_bytes(16));
$form = '';
`;for(let n of e.parts){let r=n.file?`file_get_contents(${d(n.fileName)})`:d(n.text),s=F(n).replace(/[\r\n]+$/,"").split(`\r
`).map(o=>` . ${d(o)} . "\\r\\n"`);t+=`$form .= "--$boundary\\r\\n"${s.join("")} . "\\r\\n" . ${r} . "\\r\\n";
`}return`${t}$form .= "--$boundary--\\r\\n";
`}function er(e){let t=R(e),n=t?[d(`content-type: ${t}`)]:[];e.body==="form"&&He(e)&&n.push(`${d("content-type: multipart/form-data; boundary=")} . $boundary`);for(let[r,s]of e.headers){let o=s.length===0?[`${r};`]:[`${r}: `,...s];n.push(f(o," . ",d,i=>`$${i.var}`))}return n}var tr=v({"\\":"\\\\","'":"\\'"});function d(e){return`'${tr(e)}'`}var nr={indent:"    ",open:"[",end:"]",empty:"new stdClass()",assign:" => ",key:d,text:d,words:{null:"null",true:"true",false:"false"}};var Tt=e=>{let t=`${e.secrets.length>0?`import os

`:""}import requests

base_url = ${l(e.base)}
`;t+=e.secrets.map(o=>`${g(o.var)} = os.environ[${l(o.env)}]
`).join("");let r=["GET","POST","PUT","PATCH","DELETE","HEAD","OPTIONS"].includes(e.method)?`requests.${e.method.toLowerCase()}(`:`requests.request(
    ${l(e.method)},`;t+=`
response = ${r}
    f"{base_url}${kt(e.rest)}",
`,e.query.length>0&&(t+=`    params={${e.query.map(o=>`${l(o.name)}: ${g(o.var)}`).join(", ")}},
`);let s=M(e,o=>_(o,l,D,i=>`f"${j(i,kt,a=>`{${g(a.var)}}`)}"`));return s.length>0&&(t+=`    headers={
        ${s.map(([o,i])=>`${l(o)}: ${i}`).join(`,
        `)},
    },
`),e.basic&&(t+=`    auth=tuple(${g(e.basic.var)}.split(":", 1)),
`),t+=rr(e),`${t}    timeout=${e.seconds},
)
response.raise_for_status()
print(response.${e.json?"json()":"text"})
`};function rr(e){switch(e.body){case"none":return"";case"json":return`    json=${E(e.value,or,1)},
`;case"text":return`    data=${l(e.text)}.encode(),
`;case"file":return`    data=open(${l(e.fileName)}, "rb"),
`}return`    files=[
${e.parts.map(t=>`        ${sr(t)},
`).join("")}    ],
`}function sr(e){let t=l(e.fileName),n=I(e);return`(${l(e.name)}, (${e.file?`${t}, open(${t}, "rb")`:`None, ${l(e.text)}`}${n?`, ${l(n)}`:""}))`}function kt(e){return l(ge(e)).slice(1,-1)}var or={indent:"    ",open:"{",end:"}",assign:": ",key:l,text:l,words:{null:"None",true:"True",false:"False"}};var vt=e=>{let t=`${e.body==="json"?`require "json"
`:""}require "net/http"

`;t+=e.secrets.map(r=>`${g(r.var)} = ENV.fetch(${m(r.env)})
`).join("");let n=f([e.base,...x(e)]," + ",m,r=>`URI.encode_www_form_component(${g(r.var)})`);return t+=`uri = URI(${n})

request = Net::HTTPGenericRequest.new(${m(e.method)}, ${e.body!=="none"}, ${e.method!=="HEAD"}, uri)
`,e.basic&&(t+=`request.basic_auth(*${g(e.basic.var)}.split(":", 2))
`),t+=M(e,r=>f(r," + ",m,D)).map(([r,s])=>`request[${m(r)}] = ${s}
`).join(""),t+=ir(e),t+=`
response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: ${e.seconds}) do |http|
  http.request(request)
end
`,`${t}raise "#{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)

puts response.body
`};function ir(e){switch(e.body){case"none":return"";case"json":return`request.body = JSON.generate(${E(e.value,lr,0)})
`;case"text":return`request.body = ${m(e.text)}
`;case"file":return`request.body = File.binread(${m(e.fileName)})
`}return ar(e)}function ar(e){if(!pe(e))return`request.set_form([
${e.parts.map(n=>`  ${cr(n)},
`).join("")}], "multipart/form-data")
`;let t=`
boundary = "sample-#{rand(1 << 64)}"
form = String.new
`;for(let n of e.parts){let r=n.file?`File.binread(${m(n.fileName)})`:`${m(n.text)}.b`;t+=`form << "--#{boundary}\\r\\n" << ${m(F(n))} << ${r} << "\\r\\n"
`}return`${t}form << "--#{boundary}--\\r\\n"
request["content-type"] = "multipart/form-data; boundary=#{boundary}"
request.body = form
`}function cr(e){let t=m(e.name);if(!e.file)return`[${t}, ${m(e.text)}]`;let n=m(e.fileName),r=e.mediaType?`, content_type: ${m(e.mediaType)}`:"";return`[${t}, File.open(${n}), { filename: ${n}${r} }]`}function m(e){return l(e).replaceAll("#","\\#")}var lr={indent:"  ",open:"{",end:"}",assign:" => ",key:m,text:m,words:{null:"nil",true:"true",false:"false"}};var St=e=>{let t=`// Cargo.toml: reqwest = { version = "0.12", features = ["blocking", "multipart"] }
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
`,t+=e.body==="form"?dr(e):"";let r=["GET","POST","PUT","PATCH","DELETE","HEAD"].includes(e.method)?`${e.method.toLowerCase()}(`:`request(reqwest::Method::from_bytes(b${k(e.method)})?, `;t+=`    let response = client
        .${r}${k(e.base+e.rest)})
`,t+=e.query.map(i=>`        .query(&[(${k(i.name)}, &${g(i.var)})])
`).join(""),t+=e.basic?`        .basic_auth(username, Some(password))
`:"";let s=i=>k(ge(i)).slice(1,-1),o=M(e,i=>_(i,k,D,a=>`format!("${j(a,s,c=>`{${g(c.var)}}`)}")`));return t+=o.map(([i,a])=>`        .header(${k(i)}, ${a})
`).join(""),t+=ur(e),`${t}        .send()?
        .error_for_status()?;
    println!("{}", response.text()?);
    Ok(())
}
`};function ur(e){switch(e.body){case"none":return"";case"json":return`        .body(${fr(e.text.replaceAll(`
`,`
        `))})
`;case"text":return`        .body(${k(e.text)})
`;case"file":return`        .body(std::fs::read(${k(e.fileName)})?)
`}return`        .multipart(form)
`}function dr(e){let t="    let form = multipart::Form::new()";for(let n of e.parts){let r=k(n.fileName),s=I(n),o=n.file?`bytes(std::fs::read(${r})?).file_name(${r})`:`text(${k(n.text)})`;t+=`
        .part(${k(n.name)}, multipart::Part::${o}${s?`.mime_str(${k(s)})?`:""})`}return`${t};
`}function k(e){let t=n=>n===`
`?"\\n":n==='"'||n==="\\"?`\\${n}`:`\\u{${n.charCodeAt(0).toString(16)}}`;return`"${$(e).replace(/["\\\u0000-\u001f\u007f\u2028\u2029]/g,t)}"`}function fr(e){if(e.includes("\r")||!/["\\\n]/.test(e))return k(e);let t="";for(;e.includes(`"${t}`);)t+="#";return`r${t}"${e}"${t}`}var Pt=e=>{let t=e,n=he(t)?`import { readFile } from "node:fs/promises";

`:"";n+=`const baseUrl = ${l(t.base)};
${t.secrets.map(s=>`const ${s.var} = process.env.${s.env};
`).join("")}
`,n+=t.secrets.map(s=>`if (!${s.var}) {
	throw new Error(${l(`${s.env} is required`)});
}

`).join(""),n+=mr(t),t.body!=="none"&&(t.method==="GET"||t.method==="HEAD")&&(n+=`// fetch sends no body with ${t.method}, so what the operation takes is left out here.
`,t={...t,body:"none",parts:[]}),n+=`const response = await fetch(\`\${baseUrl}${j(x(t),Be,s=>`\${encodeURIComponent(${s.var})}`)}\`, {
	method: ${l(t.method)},
`;let r=pr(t);switch(r.length>0&&(n+=`	headers: {
		${r.join(`,
		`)},
	},
`),t.body){case"json":n+=`	body: JSON.stringify(${E(t.value,hr,1)}),
`;break;case"text":n+=`	body: ${l(t.text)},
`;break;case"form":n+=`	body: form,
`;break;case"file":n+=`	body: await readFile(${l(t.fileName)}),
`}return n+=`	signal: AbortSignal.timeout(${t.seconds}_000),
});

`,n+=`if (!response.ok) {
	throw new Error(\`${Be(t.api)} failed: \${response.status} \${await response.text()}\`);
}

`,`${n}const data = await response.${t.json?"json":"text"}();
console.log(data);
`};function mr(e){if(e.body!=="form")return"";let t=`const form = new FormData();
`;for(let n of e.parts){let r=n.mediaType?`, { type: ${l(n.mediaType)} }`:"",s=l(n.name);n.file?t+=`form.append(${s}, new Blob([await readFile(${l(n.fileName)})]${r}), ${l(n.fileName)});
`:r?t+=`form.append(${s}, new Blob([${l(n.text)}]${r}));
`:t+=`form.append(${s}, ${l(n.text)});
`}return`${t}
`}function pr(e){let t=M(e,n=>_(n,l,r=>r.var,r=>`\`${j(r,Be,s=>`\${${s.var}}`)}\``)).map(([n,r])=>`${jt(n)}: ${r}`);return e.basic&&t.splice(R(e)?1:0,0,`authorization: \`Basic \${btoa(${e.basic.var})}\``),t}var Be=v({"\\":"\\\\","`":"\\`","${":"\\${"});function jt(e){return e==="__proto__"?'["__proto__"]':/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(e)?e:l(e)}var hr={indent:"	",open:"{",end:"}",assign:": ",key:jt,text:l,words:{null:"null",true:"true",false:"false"}};var Et=new Map(Object.entries({curl:gt,typescript:Pt,python:Tt,go:bt,csharp:ht,java:$t,php:xt,ruby:vt,rust:St}));function Fe(e,t,n,r=!1){let s=mt(e,t,r);return new Map(n.flatMap(o=>Et.has(o)?[[o,Et.get(o)(s)]]:[]))}function Ot(e,t,n){return[...Mt(e,t.schema)].filter(([r,s])=>Lt(e,s)&&!n.some(o=>o.name===r)).map(([r])=>ot(r,de(t.encoding,r)))}var Ct=16;function Mt(e,t,n=0){let r=H(e,t);if(n>Ct)return new Map;let s=[...r.allOf??[],...qt(e,r)].flatMap(o=>[...Mt(e,o,n+1)]);return new Map([...s,...Object.entries(r.properties??{})])}function Lt(e,t,n=0){let r=H(e,t),s=r.contentMediaType??"";if(r.format==="binary"||!r.contentEncoding&&(s==="application/octet-stream"||s.startsWith("image/")))return!0;let o=r.items===void 0||r.prefixItems?[]:[r.items];return n<Ct&&[...r.allOf??[],...qt(e,r),...o].some(i=>Lt(e,i,n+1))}function qt(e,t){let n=(t.anyOf??t.oneOf??[]).filter(r=>H(e,r).type!=="null");return n.length===1?n:[]}var ye=class{#e;#t;#n;#s;#r;#o=null;#i=0;#c=0;#a=0;#l=!1;constructor(t,n,r){this.#e=t,this.#t=n,this.#n=[...document.querySelectorAll(".op-samples .tab-input[data-live]")].flatMap(s=>{let o=s.nextElementSibling?.nextElementSibling?.querySelector("pre > code");return o?[{id:s.value,tab:s,code:o}]:[]}),this.#s=Object.assign(h("input",""),{type:"checkbox"}),this.#r=h("label","tryit-tick",this.#s," Show my credentials in samples and cURL"),this.#r.hidden=!0,r.append(this.#r),t.form.addEventListener("tryit:change",()=>this.#u()),document.addEventListener("change",({target:s})=>s.matches(".tab-input")&&this.#u()),addEventListener("beforeprint",()=>this.#d(!0)),this.#u()}write(t,n){return Fe(this.#t,this.#m(t),[n],this.#s.checked).get(n)??""}#u(){cancelAnimationFrame(this.#i),clearTimeout(this.#c);let t=()=>{let n=performance.now();this.#d(),this.#a=performance.now()-n};this.#a<10?this.#i=requestAnimationFrame(t):this.#c=window.setTimeout(t,250)}#d(t=!1){let n=this.#e.peek(),r=Object.keys(n?.credentials??this.#e.keys.credentials()).length>0;this.#r.hidden=!r,this.#s.checked&&=r;let s=t||this.#s.checked||this.#l;this.#l=this.#s.checked;let o=this.#n.filter(({tab:a})=>s||a.checked),i=(n&&this.#f(n,o))??(this.#o&&this.#f(this.#o,o));for(let{id:a,code:c}of o){let u=i?.get(a);u!==void 0&&u!==c.textContent&&yr(c,a,u)}}#f(t,n){let r=this.#m({...t,...t===this.#o&&{credentials:this.#e.keys.credentials()}});try{let s=n.map(({id:i})=>i),o=Fe(this.#t,r,s,this.#s.checked);return this.#o=t,o}catch(s){if(s instanceof T)return null;throw s}}#m(t){let n=this.#t.bodies.find(({mediaType:r})=>r===t.mediaType);return n?.kind==="multipart"&&t.parts?{...t,parts:[...t.parts,...Ot(this.#t,n,t.parts)]}:t}},gr=5e4;function yr(e,t,n){let r=n.length>gr?[["",n]]:Ge(t,n);br(e.parentElement),e.replaceChildren(...r.map(([a,c])=>a?h("span",a,c):c));let s=n.split(`
`).length-1,o=e.closest(".code");o.classList.toggle("code-line",s===1);let i=o.querySelector(".code-fold")?.lastChild;i&&(i.textContent=i.textContent.replace(/\d+/,String(s)))}function br(e){let{offsetHeight:t}=e;t>0&&!e.classList.contains("code-held")&&(e.style.setProperty("--held",`${t}px`),e.classList.add("code-held"))}function be(){return new URL(document.documentElement.dataset.root??"./",location.href)}var _e=e=>e?sessionStorage:localStorage;function $e(e,t=!1){try{return _e(t).getItem(`docsite.${e}`)}catch{return null}}function ee(e,t,n=!1){try{t===null?_e(n).removeItem(`docsite.${e}`):_e(n).setItem(`docsite.${e}`,t)}catch{}}var $r=2e5;function Rt({dataset:e}){return`draft ${be().pathname} ${e.operation}`}function It(e){return $e(Rt(e),!0)}function At(e,t){let n=t(),r=!1;e.addEventListener("tryit:change",()=>r=!0);let s=()=>{let o=r?t():void 0;o!==void 0&&ee(Rt(e),o===n||o.length>$r?null:o,!0)};addEventListener("pagehide",s),document.addEventListener("visibilitychange",()=>document.hidden&&s())}var Nt=new Map;function Ht(e,t,n){if(n.left<=0||t.length>2e3)return!0;let r=Nt.get(e);if(r===void 0){try{new RegExp(e),r=new xe(new Ue(e).all())}catch{r=null}Nt.set(e,r),n.left-=r?.size??0}return!r||r.found([...t],n)}var xe=class{#e=[{passes:()=>!0,takes:0,next:[]}];#t;#n=[];#s=0;constructor(t){this.#t=this.#r(t,0)}get size(){return this.#e.length}found(t,n,r,s){let o=[];for(let i=r??0;i<=(s??t.length);i++){this.#s++;let a=r===void 0||i===r?[this.#t,...o]:o;if(a.length===0)return!1;for(o=[];a.length>0;){let c=a.pop();if(this.#n[c]===this.#s)continue;if(this.#n[c]=this.#s,--n.left<=0||c===0&&(s===void 0||i===s))return!0;let{passes:u,takes:b,next:p}=this.#e[c];u(t,i,n)&&(b?o:a).push(...p)}}return!1}#r(t,n){switch(t.kind){case"step":return this.#o({...t,next:[n]});case"row":return t.parts.reduceRight((a,c)=>this.#r(c,a),n);case"choice":return this.#o({passes:()=>!0,takes:0,next:t.parts.map(a=>this.#r(a,n))})}let r=a=>this.#o({passes:()=>!0,takes:0,next:a}),{least:s,most:o}=t,i=n;for(o>2e3&&(i=r([n]),this.#e[i].next.push(this.#r(t.part,i)),o=s);o>s;o--)i=r([this.#r(t.part,i),n]);for(let a=-1;s>0&&i!==a;s--)a=i,i=this.#r(t.part,i);return i}#o(t){if(this.#e.length>1e4)throw new Error("too large");return this.#e.push(t)-1}},Ue=class{#e;#t=0;constructor(t){this.#e=t}all(){let t=[],n=[];for(;;){if(this.#t>=this.#e.length||this.#n(/\)/y))return t.push({kind:"row",parts:n}),t.length===1?t[0]:{kind:"choice",parts:t};this.#n(/\|/y)?(t.push({kind:"row",parts:n}),n=[]):n.push(this.#r(this.#s()))}}#n(t){t.lastIndex=this.#t;let n=t.exec(this.#e);return this.#t+=n?.[0].length??0,n}#s(){let t=this.#n(/\((\?(:|<?[=!]|<[^>]*>)|(?!\?))/y);if(t){let s=this.all();return/[=!]$/.test(t[0])?wr(s,t[0].includes("<"),t[0].endsWith("=")):s}let n=this.#n(/\^|\$|\\b/iy)?.[0];if(n)return{kind:"step",passes:xr[n],takes:0};if(this.#n(/\(|\\[1-9k]|\\0\d/y))throw new Error("another language");let[r]=this.#n(/\\u\{[^}]*\}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\x..|\\c.|\\p\{[^}]*\}|\\P\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|./suy);return{kind:"step",passes:kr(r),takes:1}}#r(t){let n=this.#n(/(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y);if(!n)return t;let[,r,s=r==="+"?"1":"0",o,i]=n,a=Math.min(Number(s),2001);return{kind:"loop",part:t,least:a,most:r==="?"?1:r||o&&!i?1/0:i?Number(i):a}}};function wr(e,t,n){let r=new xe(e);return{kind:"step",passes:(o,i,a)=>{let c=!1;for(let u=i;!c&&u>=(t?0:i);u--)c=r.found(o,a,u,t?i:void 0);return c===n},takes:0}}var we=(e,t)=>/^[0-9A-Za-z_]$/.test(e[t]??""),xr={"^":(e,t)=>t===0,$:(e,t)=>t===e.length,"\\b":(e,t)=>we(e,t)!==we(e,t-1),"\\B":(e,t)=>we(e,t)===we(e,t-1)};function kr(e){let t=e.replace(/^\\(?=[^a-z0-9])/i,"");if(t!==e||/^[^\\[.]/.test(e))return(s,o)=>s[o]===t;let n=new RegExp(`^${e}$`,"u"),r=new Map;return(s,o)=>{let i=s[o];if(i===void 0)return!1;let a=r.get(i);return a===void 0&&(a=n.test(i),r.set(i,a)),a}}function ne(e,t){let n=new ze(e,t),r={server:Bt(e,t.server),values:n.values(t.values),mediaType:t.mediaType},s=n.text(t);return{state:s===void 0?r:{...r,text:s},left:[...new Set(n.left)]}}function J(e,t){if(!te(t))return null;let{server:n,values:r,mediaType:s,text:o}=t,i={server:{index:0,variables:{}},values:N(),mediaType:""};if(te(n)&&Number.isInteger(n.index)){let a=te(n.variables)?Object.entries(n.variables).filter(c=>typeof c[1]=="string"):[];i.server=Bt(e,{index:n.index,variables:Object.fromEntries(a)})}for(let a of e.params){let c=te(r)&&z(r,a.in),u=te(c)?z(c,a.name):void 0;u!=null&&!Ft(e,a)&&((i.values[a.in]??=N())[a.name]=u)}return e.bodies.some(a=>a.mediaType===s)&&(i.mediaType=s),typeof o=="string"&&e.bodies.length>0?{...i,text:o}:i}function Je({server:e,values:t,mediaType:n,text:r}){return{server:e,values:t,credentials:{},mediaType:n,...r!==void 0&&{body:r}}}function Bt(e,{index:t,variables:n}){let r=e.servers[t];if(!r)return{index:0,variables:{}};let[,s=""]=/^[^:]*:?\/\/([^/?#]*)/.exec(r.url)??[],o=r.variables.filter(a=>z(n,a.name)!==void 0&&(a.enum||!s.includes(`{${a.name}}`))),i={index:t,variables:Object.fromEntries(o.map(({name:a})=>[a,n[a]]))};try{return fe(e,{server:i}),i}catch{return{index:t,variables:{}}}}function te(e){return typeof e=="object"&&e!==null&&!Array.isArray(e)}function z(e,t){return Object.hasOwn(e,t)?e[t]:void 0}function Ft(e,t){let n=r=>t.in==="header"?r.toLowerCase()===t.name.toLowerCase():r===t.name;return Object.values(e.schemes).some(r=>r.in===t.in&&n(r.name))||De(t.name)||t.in==="cookie"&&/sess|sid|auth/i.test(t.name)||We(e,[t.schema]).some(({format:r})=>r==="password")}function De(e){let t=e.replace(/([a-z0-9])([A-Z])/g,"$1 $2").toLowerCase().split(/[^a-z0-9]+/).filter(r=>r!==""),n=t.at(-1)??"";return n==="token"&&/^(?:page|next|prev|previous|continuation|continue|sync|resume|cursor|start|delta)$/.test(t.at(-2)??"")?!1:t.some(r=>/^(?:password|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|authorization)$/.test(r))||/^(?:token|jwt|otp|auth|bearer)$/.test(n)||/(?:api|access|private|auth|session|signing|encryption|subscription|master)key$|sessionid$|accesstoken$|authtoken$|apitoken$/.test(t.join(""))}function We(e,t){let r=new Set,s=[...t];for(;s.length>0&&r.size<200;){let o=s.pop();if(typeof o!="object"||r.has(o))continue;r.add(o);let{$ref:i,...a}=o,c=i===void 0?a:H(e,{$ref:i});r.add(c),s.push(...o.allOf??[],...o.anyOf??[],...o.oneOf??[],o.then,o.else),s.push(...c.allOf??[],...c.anyOf??[],...c.oneOf??[],c.then,c.else)}return[...r]}function Tr({properties:e={},patternProperties:t={},additionalProperties:n},r){let s=Object.entries(t).flatMap(([i,a])=>Ht(i,r,{left:1e4})?[a]:[]),o=z(e,r);return o===void 0&&s.length===0?[n]:[o,...s]}var vr=/:\/\/[^\s/?#]*@/,Sr=100,ze=class{left=[];#e;#t;constructor(t,{credentials:n}){this.#e=t,this.#t=Object.values(n).flatMap(r=>Object.values(r).filter(s=>s.trim().length>5).map(s=>s.trim()))}values(t){let n=N();for(let r of this.#e.params){let s=z(z(t,r.in)??{},r.name);if(s==null)continue;let o=Ft(this.#e,r)?void 0:this.#r(Z(s),[r.schema],r.name,0);o?(n[r.in]??=N())[r.name]=JSON.parse(ie(o,!1)):this.left.push(r.name)}return n}text({mediaType:t,body:n,fields:r,bodyFile:s}){let o=this.#e.bodies.find(b=>b.mediaType===t),i=r??n;if(!o||i===void 0||s||o.kind==="binary")return;if(o.kind==="text")return i.split(/[^\w-]+/).some(De)||this.#s(i)||We(this.#e,[o.schema]).some(({format:p})=>p==="password")?this.#n("the body"):i;let a=i.trim()===""?void 0:V(i);if(!a)return i;if(!oe(a))return this.#n("the body");let c=this.left.length,u=this.#r(a,[o.schema],"the body",0);return u&&(this.left.length===c?i:ie(u))}#n(t){this.left.push(t)}#s(t){return vr.test(t)||this.#t.some(n=>t.includes(n))}#r(t,n,r,s){let o=We(this.#e,n);if(s>Sr||o.some(({format:a})=>a==="password"))return this.#n(r);switch(t.kind){case"file":return;case"leaf":return this.#s(C(t))?this.#n(r):t;case"list":{let a=o.flatMap(({items:c,prefixItems:u})=>[c,...u??[]]);return{...t,items:t.items.flatMap(c=>this.#r(c,a,r,s+1)??[])}}}let i=t.members.flatMap(a=>{if(De(a.name)&&!/null|boolean/.test(L(a.value)))return this.#n(a.name)??[];let c=this.#r(a.value,o.flatMap(u=>Tr(u,a.name)),a.name,s+1);return this.#s(a.name)||!c?[]:[{...a,value:c}]});return{...t,members:i}}};var _t=20,Pr=1e4,ke=class{#e;#t;#n;#s;#r=h("details","tryit-fold tryit-history");#o=h("summary","");#i=h("ol","tryit-calls");constructor(t,n,r,s){this.#e=t,this.#t=`calls ${be().pathname} ${t.operation}`,this.#n=r,this.#s=s;let o=h("button","tryit-link","Clear the history");o.type="button",o.addEventListener("click",()=>{ee(this.#t,null),this.#a(),this.#s()}),this.#i.setAttribute("role","list"),this.#r.append(this.#o,this.#i,h("p","tryit-hint","Kept on this device, without credentials and files. "),o),n.append(this.#r),this.#a(),addEventListener("storage",({key:i})=>i?.endsWith(this.#t)&&this.#a())}add({input:t,status:n,statusText:r,milliseconds:s}){let{state:o}=ne(this.#e,t);(o.text?.length??0)>Pr&&delete o.text;let i=Te(t),a={at:Date.now(),status:n,statusText:r.slice(0,100),milliseconds:s,state:o,...i.length>0&&{files:i}};ee(this.#t,JSON.stringify([a,...this.#c()].slice(0,_t))),this.#a()}#c(){let t;try{t=JSON.parse($e(this.#t)??"[]")}catch{return[]}return(Array.isArray(t)?t:[]).slice(0,_t).flatMap(n=>{let r=J(this.#e,n?.state),{at:s,status:o,statusText:i,milliseconds:a,files:c}=n??{},u=Array.isArray(c)?c.filter(p=>typeof p=="string"):[];return r&&(typeof s=="number"&&typeof a=="number"&&typeof i=="string"&&(o===null||typeof o=="number"))?[{at:s,status:o,statusText:i,milliseconds:a,state:r,files:u}]:[]})}#a(){let t=this.#c();this.#r.hidden=t.length===0,this.#o.textContent=`History (${t.length})`,this.#i.replaceChildren(...t.map(n=>this.#l(n)))}#l({at:t,status:n,statusText:r,milliseconds:s,state:o,files:i=[]}){let a=jr(t),c=h("time","",a);c.dateTime=new Date(t).toISOString();let u=n===null?r||"Cancelled":`${n} ${r}`.trim(),b=h("span",`tryit-outcome${n!==null&&n<400?"":" tryit-wrong"}`,u),p=h("button","tryit-call",c," ",b," ",h("span","tryit-hint",`${s} ms ${Er(o)}`.trim()));return p.type="button",p.title="Fill in the form as it was",p.addEventListener("click",()=>this.#n(o,a,i)),h("li","",p)}};function Te({parts:e=[],bodyFile:t}){return t?[""]:[...new Set(e.flatMap(({name:n,file:r})=>r?[n]:[]))]}function jr(e){let t=new Date(e),n={hour:"numeric",minute:"2-digit",second:"2-digit"};return t.toDateString()===new Date().toDateString()?t.toLocaleTimeString([],n):t.toLocaleString([],{...n,day:"numeric",month:"short"})}function Er({values:e,text:t}){return[...Object.values(e).flatMap(r=>Object.entries(r).map(([s,o])=>`${s}=${typeof o=="string"?o:JSON.stringify(o)}`)),...t?[t.replace(/\s+/g," ")]:[]].join(" ").slice(0,120)}var re="#try=",Ve=16e3,Ut=new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]|\\p{Surrogate}","u");function Dt({server:e,values:t,mediaType:n,text:r}){let o={v:1,...(e.index>0||Object.keys(e.variables).length>0)&&{server:e},values:t,...n&&{mediaType:n},...r!==void 0&&{text:r}};if(!zt(o))return{wrong:"What is filled in has characters that can't be seen, or line breaks outside of the body. A link can't have those."};let i=new TextEncoder().encode(JSON.stringify(o)),a=i.length>Ve?"":btoa(String.fromCharCode(...i)).replaceAll("+","-").replaceAll("/","_").replaceAll("=","");return a&&a.length<=Ve?{hash:re+a}:{wrong:"What is filled in is too long for a link."}}function Wt(e,t){let n={wrong:"The link is damaged, so nothing is filled in. As a rule a part of it is missing."},r=t.slice(re.length);if(r.length>Ve||!/^[\w-]+$/.test(r))return n;let s;try{let o=Uint8Array.from(atob(r.replaceAll("-","+").replaceAll("_","/")),i=>i.charCodeAt(0));s=JSON.parse(new TextDecoder("utf-8",{fatal:!0}).decode(o))}catch{return n}return zt(s)?s?.v===1&&J(e,s)||n:{wrong:"The link has characters that can't be seen. Nobody needs those for good, so nothing is filled in."}}function zt(e){let t=[{value:e,depth:0}];for(let n=t.pop();n;n=t.pop()){let{value:r,depth:s,lines:o}=n;if(s>100||typeof r=="string"&&Ut.test(o?r.replace(/[\t\r\n]/g,""):r))return!1;if(typeof r=="object"&&r!==null)for(let[i,a]of Object.entries(r))t.push({value:i,depth:s},{value:a,depth:s+1,lines:s===0&&i==="text"})}return!(Or(e)&&Cr(e.text))}function Or(e){return typeof e?.text=="string"}function Cr(e){return[...e.matchAll(/\\u([0-9a-f]{4})/gi)].some(([,t])=>Ut.test(String.fromCharCode(parseInt(t,16)).replace(/[\ud800-\udfff\t\r\n]/,"")))}var Jt="Look at it: nothing is sent until you send it.",ve=class{#e;#t;#n;#s;constructor(t,n){let r=t.form.querySelector("[data-beside]");this.#e=t,this.#t=n,this.#n=new ye(t,n,r),this.#s=new ke(n,r,(o,i,a)=>{this.#u(o,`Filled in as it was sent at ${i}.`,Jt,a)},()=>{t.say("The history is cleared."),t.form.querySelector("[data-share]")?.focus()}),addEventListener("hashchange",()=>{this.#i()});let s=location.hash.startsWith(re)?null:It(t.form);At(t.form,()=>this.#c()),s===null?this.#i():this.#a(s)}async press({dataset:t}){await(t.share==="link"?this.#o():this.#r())}sent(t){this.#s.add(t)}async#r(){let t;try{t=this.#n.write(this.#e.input(),"curl")}catch(r){if(!(r instanceof T))throw r;this.#e.say(`There is no command for this: ${r.message}.`);return}let n=await Se(t.trimEnd());this.#e.say(n?"The cURL command is copied.":"The browser doesn't let this page copy. The cURL sample has the command: select it there.")}async#o(){let{state:t,left:n}=ne(this.#t,this.#e.input()),r=Dt(t);if("wrong"in r){this.#e.say(r.wrong);return}let s=new URL(r.hash,location.href).href,o=await Se(s);o||history.replaceState(history.state,"",s);let i=n.length>0?`credentials, files and ${n.join(", ")}`:"credentials and files";this.#e.say(`The link is ${o?"copied":"in the address bar"}. It fills in this form, without ${i}.`)}async#i(){if(!location.hash.startsWith(re))return;let t=Wt(this.#t,location.hash);"wrong"in t?this.#e.say(t.wrong):await this.#u(t,"Filled in from the link.",Jt),this.#e.form.parentElement.scrollIntoView({block:"start"})}#c(){let t=this.#e.peek();return t?JSON.stringify({state:{...ne(this.#t,t).state,server:t.server},fields:this.#l("form")?.ariaPressed==="true",files:Te(t)}):void 0}async#a(t){let n;try{n=JSON.parse(t)}catch{return}let r=J(this.#t,n?.state);if(!r||this.#e.form.matches(":focus-within"))return;let{server:s}=n.state;s&&Number.isInteger(s.index)&&Object.values(s.variables??0).every(i=>typeof i=="string")&&(r.server={index:s.index,variables:s.variables??{}});let o=Array.isArray(n?.files)?n.files.filter(i=>typeof i=="string"):[];await this.#u(r,"Filled in as you left it.","",o),this.#l(n?.fields===!0?"form":"text")?.click()}#l(t){return this.#e.form.querySelector(`[data-views]:not([hidden]) [data-view=${t}]`)}async#u(t,n,r,s=[]){await this.#e.fill(Je(t));let o=Te(this.#e.peek()??Je(t)),i=s.filter(c=>!o.includes(c)).map(c=>c||"the file");this.#t.params.some(c=>!c.required&&t.values[c.in]?.[c.name]!==void 0)&&this.#e.form.querySelectorAll("details.tryit-more").forEach(c=>c.open=!0);let a=i.length>0?` Files aren't kept: pick ${i.join(", ")} again.`:"";this.#e.say(`${n}${a} ${r}`.trimEnd())}};var Mr={open:(e,t)=>new ve(e,t)};self.docsiteBeside=Mr;})();
