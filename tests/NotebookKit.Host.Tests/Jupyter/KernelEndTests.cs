using System.Text.Json.Nodes;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>How a kernel ends.</summary>
public sealed class KernelEndTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task A_shutdown_is_answered_at_once_and_ends_the_kernel_in_the_middle_of_a_cell()
    {
        using var client = await KernelClient.ConnectAsync(kernel.ConnectionFile);
        var running = await client.SendAsync("execute_request", new JsonObject { ["code"] = "Console.WriteLine(); while (true) { }" });
        await running.Output;
        var down = await client.SendAsync("shutdown_request", new JsonObject { ["restart"] = true }, "control");
        Assert.Equal("""{"status":"ok","restart":true}""", (await down.Reply).ToJsonString());
        await kernel.Kernel.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
