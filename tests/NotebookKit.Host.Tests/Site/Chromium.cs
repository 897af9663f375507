using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Tests.Site;

/// <summary>A page in Debian's Chromium, driven over its debugging protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder profile = new();
    private readonly ClientWebSocket socket = new();
    private Process? process;
    private int calls;

    /// <summary>The browser; null where there is none.</summary>
    public static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>What the console and the browser complained of, on all pages so far.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Addresses that were asked for and are no file of the disk and no data.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<Chromium> StartAsync()
    {
        Chromium browser = new();
        string[] options =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files=false", "--remote-debugging-port=0", $"--user-data-dir={browser.profile.Path}", "--window-size=1280,900", "about:blank",
        ];
        browser.process = Process.Start(new ProcessStartInfo(Program!, options) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        browser.process.OutputDataReceived += (_, _) => { };
        browser.process.ErrorDataReceived += (_, _) => { };
        browser.process.BeginOutputReadLine();
        browser.process.BeginErrorReadLine();
        string host = $"127.0.0.1:{await browser.PortAsync()}";
        using HttpClient client = new();
        JsonArray targets = JsonNode.Parse(await client.GetStringAsync($"http://{host}/json/list"))!.AsArray();
        string address = targets.First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await browser.socket.ConnectAsync(new Uri(address), CancellationToken.None).WaitAsync(Patience);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await browser.CallAsync($"{domain}.enable");
        }

        return browser;
    }

    /// <summary>Opens a file or an address and waits until it is loaded.</summary>
    public async Task OpenAsync(string file)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        await UntilAsync("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>The value of an expression; a promise is waited for.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonObject answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } failure ? throw new InvalidOperationException(failure.ToJsonString()) : answer["result"]?["value"]?.DeepClone();
    }

    /// <summary>Waits until a condition holds.</summary>
    public async Task UntilAsync(string condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while ((await EvaluateAsync($"!!({condition})"))?.GetValue<bool>() != true)
        {
            Assert.True(watch.Elapsed < Patience, $"never came true: {condition}");
            await Task.Delay(20);
        }
    }

    /// <summary>Presses a key, or types a text.</summary>
    public async Task PressAsync(string key)
    {
        if (key.Length > 1 && key is not ("Enter" or "Escape" or "ArrowDown" or "ArrowUp"))
        {
            await CallAsync("Input.insertText", new JsonObject { ["text"] = key });
            return;
        }

        foreach (string type in new[] { "keyDown", "keyUp" })
        {
            JsonObject press = new() { ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = key switch { "Enter" => 13, "Escape" => 27, "ArrowDown" => 40, "ArrowUp" => 38, _ => key[0] } };
            if (type == "keyDown" && key is "Enter")
            {
                press["text"] = "\r";
            }

            await CallAsync("Input.dispatchKeyEvent", press);
        }
    }

    /// <summary>A picture of what the window shows, for people: into the folder that NOTEBOOKKIT_SCREENSHOTS names, and nowhere without it.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            JsonObject picture = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
            await File.WriteAllBytesAsync(Path.Combine(folder, name), Convert.FromBase64String(picture["data"]!.GetValue<string>()));
        }
    }

    public Task SetDarkAsync(bool isDark) =>
        CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }) });

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        try
        {
            profile.Dispose();
        }
        catch (IOException)
        {
            // A helper of the browser still writes into its profile; the system's clean-up takes what is left.
        }
    }

    /// <summary>The browser writes its port into its profile when it is ready.</summary>
    private async Task<string> PortAsync()
    {
        string file = profile.File("DevToolsActivePort");
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [{ Length: > 0 } port, _, ..])
            {
                return port;
            }

            Assert.True(watch.Elapsed < Patience && process is { HasExited: false }, "Chromium did not start.");
            await Task.Delay(20);
        }
    }

    private async Task<JsonObject> CallAsync(string method, JsonObject? parameters = null)
    {
        int id = ++calls;
        JsonObject call = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            JsonObject message = await ReceiveAsync();
            if ((int?)message["id"] == id)
            {
                return message["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!.AsObject();
            }

            Note(message);
        }
    }

    private void Note(JsonObject message)
    {
        JsonNode? found = message["params"];
        switch ((string?)message["method"])
        {
            case "Runtime.exceptionThrown":
                Errors.Add(found!["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when (string?)found!["type"] is "error" or "assert":
                Errors.Add(found["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when (string?)found!["entry"]!["level"] == "error":
                Errors.Add(found["entry"]!.ToJsonString());
                break;
            case "Network.requestWillBeSent" when (string?)found!["request"]!["url"] is { } url && !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("about:", StringComparison.Ordinal):
                Requests.Add(url);
                break;
        }
    }

    private async Task<JsonObject> ReceiveAsync()
    {
        using MemoryStream text = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length))!.AsObject();
    }
}
