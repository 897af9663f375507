using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>A frontend in a hundred lines: signs requests, and sorts what comes back by the request it belongs to.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, ZmtpClient> channels = [];
    private readonly ConcurrentDictionary<string, Exchange> exchanges = new();
    private readonly JsonObject connection;
    private int count;

    private KernelClient(JsonObject connection) => this.connection = connection;

    /// <summary>The client's own id.</summary>
    public string Session { get; } = Guid.NewGuid().ToString();

    public static async Task<KernelClient> ConnectAsync(string connectionFile)
    {
        var client = new KernelClient(JsonNode.Parse(await File.ReadAllTextAsync(connectionFile))!.AsObject());
        foreach (var (name, type) in new[] { ("shell", "DEALER"), ("control", "DEALER"), ("stdin", "DEALER"), ("iopub", "SUB") })
        {
            client.channels[name] = await ZmtpClient.ConnectAsync(client.Address(name), type, type == "SUB" ? "" : client.Session);
        }

        await client.channels["iopub"].SendCommandAsync("SUBSCRIBE");
        await client.channels["iopub"].SendCommandAsync("PING", 0, 0);
        Assert.Equal("PONG", await client.channels["iopub"].CommandAsync());
        foreach (var channel in client.channels)
        {
            _ = client.ReadAsync(channel.Key, channel.Value);
        }

        return client;
    }

    public IPEndPoint Address(string channel) => new(IPAddress.Loopback, connection[channel + "_port"]!.GetValue<int>());

    /// <summary>Sends a request and gives what comes of it.</summary>
    public async Task<Exchange> SendAsync(string type, JsonObject content, string channel = "shell")
    {
        var id = $"{Session}-{Interlocked.Increment(ref count)}";
        var exchange = exchanges[id] = new Exchange();
        await channels[channel].SendAsync(Frames(id, type, content));
        return exchange;
    }

    /// <summary>Sends a request and waits for its reply and the end of its outputs.</summary>
    public async Task<Exchange> AskAsync(string type, JsonObject content, string channel = "shell")
    {
        var exchange = await SendAsync(type, content, channel);
        await exchange.EndAsync();
        return exchange;
    }

    public Task<Exchange> RunAsync(string code) => AskAsync("execute_request", new JsonObject { ["code"] = code });

    public byte[][] Frames(string id, string type, JsonObject content)
    {
        var header = new JsonObject { ["msg_id"] = id, ["msg_type"] = type, ["session"] = Session, ["username"] = "test", ["date"] = "2026-01-01T00:00:00Z", ["version"] = "5.3" };
        byte[][] parts = [.. new[] { header, [], [], content }.Select(part => Encoding.UTF8.GetBytes(part.ToJsonString()))];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(connection["key"]!.GetValue<string>()), parts.SelectMany(part => part).ToArray());
        return ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature)), .. parts];
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task ReadAsync(string name, ZmtpClient channel)
    {
        try
        {
            while (true)
            {
                var frames = await channel.ReceiveAsync();
                var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
                var header = JsonNode.Parse(frames[at + 2])!.AsObject();
                var parent = JsonNode.Parse(frames[at + 3])!["msg_id"]?.GetValue<string>();
                if (parent is not null && exchanges.TryGetValue(parent, out var exchange))
                {
                    exchange.Add(name, header["msg_type"]!.GetValue<string>(), JsonNode.Parse(frames[at + 5])!.AsObject());
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test or the kernel is over.
        }
    }

    /// <summary>What came of one request.</summary>
    public sealed class Exchange
    {
        private readonly TaskCompletionSource<JsonObject> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource output = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The published messages in their order.</summary>
        public ConcurrentQueue<(string Type, JsonObject Content)> Published { get; } = new();

        public Task<JsonObject> Reply => reply.Task.WaitAsync(Patience);

        public Task Asked => asked.Task.WaitAsync(Patience);

        public Task Output => output.Task.WaitAsync(Patience);

        /// <summary>The published messages as short text.</summary>
        public string[] Texts => [.. Published.Select(message => message.Type switch
        {
            "status" => message.Content["execution_state"]!.GetValue<string>(),
            "stream" => $"{message.Content["name"]}: {message.Content["text"]}",
            "execute_input" => $"input {message.Content["execution_count"]}",
            "error" => $"error {message.Content["ename"]}",
            "clear_output" => "clear",
            var type => $"{type}: {message.Content["data"]!["text/plain"]}",
        })];

        public async Task EndAsync()
        {
            await Reply;
            await idle.Task.WaitAsync(Patience);
        }

        public void Add(string channel, string type, JsonObject content)
        {
            if (channel == "stdin")
            {
                asked.TrySetResult();
            }
            else if (channel != "iopub")
            {
                reply.TrySetResult(content);
            }
            else
            {
                Published.Enqueue((type, content));
                if (type == "stream")
                {
                    output.TrySetResult();
                }

                if (type == "status" && content["execution_state"]!.GetValue<string>() == "idle")
                {
                    idle.TrySetResult();
                }
            }
        }
    }
}
