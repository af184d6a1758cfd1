//! A headless Chromium, driven over its debugging protocol: just enough to open a page, ask it, and press keys.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page, and what the page did.
pub struct Browser {
    child: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: Value,
    last: u64,
    /// Errors on the console, exceptions, refusals of the content security policy.
    pub complaints: Vec<String>,
    /// Addresses that were asked for.
    pub requests: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Opens a page from disk; `None`, loudly, where no browser is installed.
    pub fn open(page: &Path, hash: &str) -> Option<Self> {
        let Some((child, address, profile)) = NAMES.iter().find_map(|name| start(name)) else {
            eprintln!("SKIPPED: no {} here to open the report with", NAMES.join(", "));
            return None;
        };
        let stream = TcpStream::connect(address.trim_start_matches("ws://").split('/').next()?).expect("a port");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let (socket, _) = tungstenite::client(address.as_str(), MaybeTlsStream::Plain(stream)).expect("a handshake");
        let mut browser = Self {
            child,
            socket,
            session: Value::Null,
            last: 0,
            complaints: Vec::new(),
            requests: Vec::new(),
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = attached["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.go(&format!("file://{}{hash}", page.display()));
        Some(browser)
    }

    /// Another address.
    pub fn go(&mut self, address: &str) {
        self.call("Page.navigate", json!({"url": address}));
        self.until("document.readyState === 'complete' && document.querySelector('main h1') !== null");
    }

    /// Another screen of the same page.
    pub fn hash(&mut self, hash: &str) {
        self.ask(&format!("document.querySelector('main h1').remove(); location.hash = {}", json!(hash)));
        self.until("document.querySelector('main h1') !== null");
    }

    /// Another width of the window.
    pub fn resize(&mut self, width: u32) {
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// The value of an expression; a promise is waited for.
    pub fn ask(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub fn until(&mut self, expression: &str) {
        let start = Instant::now();
        while self.ask(expression) != true {
            assert!(start.elapsed() < PATIENCE, "never true: {expression}; {:?}", self.complaints);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses a key: a letter, or a name such as `Tab`.
    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "ArrowRight" => 39,
            "ArrowLeft" => 37,
            "Home" => 36,
            _ => 0,
        };
        let text = if key == "Enter" {
            "\r"
        } else if code == 0 {
            key
        } else {
            ""
        };
        let mut event = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.call("Input.dispatchKeyEvent", event);
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": params});
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(message.to_string())).expect("the browser listens");
        loop {
            let answer = self.socket.read().expect("the browser answers");
            let Ok(text) = answer.to_text() else { continue };
            let answer: Value = serde_json::from_str(text).unwrap_or_default();
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            self.note(&answer);
        }
    }

    fn note(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or("") {
            "Runtime.exceptionThrown" => self.complaints.push(params["exceptionDetails"].to_string()),
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                self.complaints.push(params["entry"].to_string())
            }
            "Runtime.consoleAPICalled" if params["type"] == "error" => self.complaints.push(params["args"].to_string()),
            "Network.requestWillBeSent" => {
                self.requests.push(params["request"]["url"].as_str().unwrap_or("").to_owned());
            }
            _ => {}
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The browser's process, and the address of its debugging socket.
fn start(name: &str) -> Option<(Child, String, TempDir)> {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let mut child = Command::new(name)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"])
        .args(["--window-size=1280,900", "--disable-background-networking"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .ok()?;
    let mut lines = BufReader::new(child.stderr.take()?).lines();
    let address =
        lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()));
    // Nobody reads on, but the browser must not stop at a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    match address {
        Some(address) => Some((child, address, profile)),
        None => {
            let _ = child.kill();
            let _ = child.wait();
            None
        }
    }
}
