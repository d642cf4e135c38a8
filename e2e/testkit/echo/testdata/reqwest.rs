//! As much of the crate reqwest as the samples use, for plain HTTP: so that they can be compiled and run without the
//! three hundred crates that it needs. Names and types are reqwest's.

use std::fmt;

#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

pub struct Method(String);

impl Method {
    pub fn from_bytes(name: &[u8]) -> Result<Method, Error> {
        String::from_utf8(name.to_vec()).map(Method).map_err(|e| Error(e.to_string()))
    }
}

pub mod blocking {
    use super::{Error, Method};
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    pub struct ClientBuilder(Duration);

    impl ClientBuilder {
        pub fn timeout(self, timeout: Duration) -> ClientBuilder {
            ClientBuilder(timeout)
        }
        pub fn build(self) -> Result<Client, Error> {
            Ok(Client(self.0))
        }
    }

    pub struct Client(Duration);

    impl Client {
        pub fn builder() -> ClientBuilder {
            ClientBuilder(Duration::from_secs(30))
        }
        pub fn request(&self, method: Method, url: &str) -> RequestBuilder {
            RequestBuilder { timeout: self.0, method: method.0, url: url.to_string(), headers: Vec::new(), body: Vec::new() }
        }
        pub fn get(&self, url: &str) -> RequestBuilder {
            self.request(Method("GET".into()), url)
        }
        pub fn post(&self, url: &str) -> RequestBuilder {
            self.request(Method("POST".into()), url)
        }
        pub fn put(&self, url: &str) -> RequestBuilder {
            self.request(Method("PUT".into()), url)
        }
        pub fn patch(&self, url: &str) -> RequestBuilder {
            self.request(Method("PATCH".into()), url)
        }
        pub fn delete(&self, url: &str) -> RequestBuilder {
            self.request(Method("DELETE".into()), url)
        }
        pub fn head(&self, url: &str) -> RequestBuilder {
            self.request(Method("HEAD".into()), url)
        }
    }

    pub struct RequestBuilder {
        timeout: Duration,
        method: String,
        url: String,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    }

    impl RequestBuilder {
        pub fn header<V: AsRef<str>>(mut self, name: &str, value: V) -> RequestBuilder {
            self.headers.push((name.to_string(), value.as_ref().to_string()));
            self
        }
        pub fn query<K: AsRef<str>, V: AsRef<str>>(mut self, pairs: &[(K, V)]) -> RequestBuilder {
            for (name, value) in pairs {
                self.url.push(if self.url.contains('?') { '&' } else { '?' });
                self.url += &format!("{}={}", escape(name.as_ref()), escape(value.as_ref()));
            }
            self
        }
        pub fn basic_auth(self, user: &str, password: Option<&str>) -> RequestBuilder {
            let pair = format!("{}:{}", user, password.unwrap_or(""));
            self.header("authorization", format!("Basic {}", base64(pair.as_bytes())))
        }
        pub fn body<B: Into<Vec<u8>>>(mut self, body: B) -> RequestBuilder {
            self.body = body.into();
            self
        }
        pub fn multipart(mut self, form: multipart::Form) -> RequestBuilder {
            for (name, part) in form.0 {
                self.body.extend(format!("--boundary\r\nContent-Disposition: form-data; name=\"{}\"", name.replace('"', "%22")).bytes());
                if let Some(file) = part.file_name {
                    self.body.extend(format!("; filename=\"{}\"", file).bytes());
                }
                if let Some(kind) = part.mime {
                    self.body.extend(format!("\r\nContent-Type: {}", kind).bytes());
                }
                self.body.extend(b"\r\n\r\n");
                self.body.extend(part.content);
                self.body.extend(b"\r\n");
            }
            self.body.extend(b"--boundary--\r\n");
            self.header("content-type", "multipart/form-data; boundary=boundary")
        }
        pub fn send(self) -> Result<Response, Error> {
            self.exchange().map_err(|e| Error(e.to_string()))
        }
        fn exchange(self) -> std::io::Result<Response> {
            let rest = self.url.strip_prefix("http://").unwrap_or("");
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let mut stream = TcpStream::connect(host)?;
            stream.set_read_timeout(Some(self.timeout))?;
            write!(stream, "{} {} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.method, path, host)?;
            for (name, value) in &self.headers {
                write!(stream, "{}: {}\r\n", name, value)?;
            }
            write!(stream, "content-length: {}\r\n\r\n", self.body.len())?;
            stream.write_all(&self.body)?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
            let text = answer.split_once("\r\n\r\n").map(|(_, text)| text.to_string()).unwrap_or_default();
            Ok(Response { status, text })
        }
    }

    fn escape(text: &str) -> String {
        text.bytes().map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{:02X}", b) }).collect()
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for group in bytes.chunks(3) {
            let n = (0..3).fold(0u32, |n, i| n << 8 | *group.get(i).unwrap_or(&0) as u32);
            for i in 0..4 {
                out.push(if i <= group.len() { DIGITS[(n >> (18 - 6 * i) & 63) as usize] as char } else { '=' });
            }
        }
        out
    }

    pub struct Response {
        status: u16,
        text: String,
    }

    impl Response {
        pub fn error_for_status(self) -> Result<Response, Error> {
            if self.status >= 400 || self.status == 0 { Err(Error(format!("status {}", self.status))) } else { Ok(self) }
        }
        pub fn text(self) -> Result<String, Error> {
            Ok(self.text)
        }
    }

    pub mod multipart {
        use super::Error;

        pub struct Part {
            pub(super) content: Vec<u8>,
            pub(super) file_name: Option<String>,
            pub(super) mime: Option<String>,
        }

        impl Part {
            pub fn text<T: Into<String>>(text: T) -> Part {
                Part { content: text.into().into_bytes(), file_name: None, mime: None }
            }
            pub fn bytes<T: Into<Vec<u8>>>(content: T) -> Part {
                Part { content: content.into(), file_name: None, mime: None }
            }
            pub fn file_name<T: Into<String>>(mut self, name: T) -> Part {
                self.file_name = Some(name.into());
                self
            }
            pub fn mime_str(mut self, mime: &str) -> Result<Part, Error> {
                self.mime = Some(mime.to_string());
                Ok(self)
            }
        }

        pub struct Form(pub(super) Vec<(String, Part)>);

        impl Form {
            pub fn new() -> Form {
                Form(Vec::new())
            }
            pub fn part<T: Into<String>>(mut self, name: T, part: Part) -> Form {
                self.0.push((name.into(), part));
                self
            }
        }
    }
}
