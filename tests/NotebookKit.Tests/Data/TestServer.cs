using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NotebookKit.Tests.Data;

/// <summary>A small HTTP server on the loopback address, whose bad habits a test chooses.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly byte[] file;

    public TestServer(byte[] file)
    {
        this.file = file;
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The path and the Range header of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The status of every answer, where it is not the ordinary one.</summary>
    public int? Status { get; init; }

    /// <summary>False for a server that does not know Range and always sends everything.</summary>
    public bool KnowsRange { get; init; } = true;

    /// <summary>True for a server that takes the request and never answers.</summary>
    public bool Silent { get; init; }

    /// <summary>For the first answers: how many bytes are sent before the connection is cut.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/file.gz";

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // The client went away; the next request is another connection.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = await reader.ReadLineAsync();
        var range = "";
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Range:", StringComparison.OrdinalIgnoreCase))
            {
                range = header["Range: ".Length..];
            }
        }

        Requests.Enqueue($"{request?.Split(' ')[1]} {range}".Trim());
        if (Silent)
        {
            await Task.Delay(Timeout.Infinite, end.Token);
        }

        var start = KnowsRange && range.Length > 0 ? int.Parse(range["bytes=".Length..^1]) : 0;
        var status = Status ?? (start == 0 ? 200 : start < file.Length ? 206 : 416);
        var body = status is 200 or 206 ? file[start..] : [];
        var head = $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n";
        if (status == 206)
        {
            head += $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n";
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"));
        await stream.WriteAsync(Cuts.TryDequeue(out var cut) ? body.AsMemory(0, Math.Min(cut, body.Length)) : body);
    }
}
