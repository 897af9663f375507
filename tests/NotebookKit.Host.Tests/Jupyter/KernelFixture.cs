using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>A kernel with a real child process, for the tests of a class one after another.</summary>
public sealed class KernelFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource end = new();

    public string ConnectionFile => folder.File("connection.json");

    /// <summary>Ends with the kernel.</summary>
    public Task Kernel { get; private set; } = Task.CompletedTask;

    public static CellServerCommand Nbkit(params string[] arguments) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "nbkit.dll"), .. arguments]);

    public async Task InitializeAsync()
    {
        var ports = FreePorts(5);
        await File.WriteAllTextAsync(ConnectionFile, new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["signature_scheme"] = "hmac-sha256",
            ["key"] = Guid.NewGuid().ToString(),
            ["shell_port"] = ports[0],
            ["control_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["iopub_port"] = ports[3],
            ["hb_port"] = ports[4],
        }.ToJsonString());
        Kernel = JupyterKernel.RunAsync(ConnectionFile, Nbkit("cell-server"), folder.Path, cancellation: end.Token);
    }

    public async Task DisposeAsync()
    {
        await end.CancelAsync();
        await Kernel.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        end.Dispose();
        folder.Dispose();
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }
}
