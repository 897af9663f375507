using System.Text;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>What strangers on the same machine send changes nothing; only the owner of the key is heard.</summary>
public sealed class KernelAttackTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    private static readonly string[] Channels = ["shell", "control", "stdin", "iopub", "hb"];

    [Fact]
    public async Task Two_thousand_malformed_frames_leave_the_kernel_answering()
    {
        using var client = await KernelClient.ConnectAsync(kernel.ConnectionFile);
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var channel = Channels[i % Channels.Length];
            try
            {
                if (i % 10 == 0)
                {
                    using var rude = await ZmtpClient.RawAsync(client.Address(channel));
                    await rude.SendRawAsync(Noise(random, 200));
                    continue;
                }

                using var stranger = await ZmtpClient.ConnectAsync(client.Address(channel), channel switch { "iopub" => "SUB", "hb" => "REQ", _ => "DEALER" });
                await stranger.SendRawAsync(Malformed(random, client, i));
            }
            catch (IOException)
            {
                // Sent away in the middle.
            }
        }

        var reply = await (await client.AskAsync("kernel_info_request", [])).Reply;
        Assert.Equal("ok", reply["status"]!.GetValue<string>());
        Assert.Contains("execute_result: 2", (await client.RunAsync("1 + 1")).Texts);
    }

    [Fact]
    public async Task A_replayed_request_runs_once_and_one_without_the_key_never()
    {
        using var client = await KernelClient.ConnectAsync(kernel.ConnectionFile);
        await client.RunAsync("var runs = 0;");
        using var stranger = await ZmtpClient.ConnectAsync(client.Address("shell"), "DEALER");
        var frames = client.Frames("once", "execute_request", new JsonObject { ["code"] = "runs++;" });
        byte[][] forged = [frames[0], Encoding.ASCII.GetBytes(new string('0', 64)), .. frames[2..]];
        byte[][] unsigned = [frames[0], [], .. frames[2..]];
        await stranger.SendAsync(forged);
        await stranger.SendAsync(unsigned);
        await stranger.SendAsync(frames);
        await stranger.ReceiveAsync();
        await stranger.SendAsync(frames);
        using var control = await ZmtpClient.ConnectAsync(client.Address("control"), "DEALER");
        await control.SendAsync(frames);

        // Its own request comes behind the others on the same connection.
        await stranger.SendAsync(client.Frames("last", "kernel_info_request", []));
        await stranger.ReceiveAsync();
        Assert.Contains("execute_result: 1", (await client.RunAsync("runs")).Texts);
    }

    private static byte[] Malformed(Random random, KernelClient client, int i)
    {
        var frames = client.Frames($"bad-{i}", "execute_request", new JsonObject { ["code"] = "Environment.Exit(1);" });
        switch (random.Next(8))
        {
            case 0:
                return Noise(random, 400);
            case 1:
                return [2, .. Noise(random, 8)[..Math.Min(8, 1)], 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
            case 2:
                frames[1] = Noise(random, 64);
                return ZmtpClient.Message(frames);
            case 3:
                frames[5] = Noise(random, 50);
                return ZmtpClient.Message(frames);
            case 4:
                return ZmtpClient.Message(frames[random.Next(1, 3)..random.Next(3, 6)]);
            case 5:
                return ZmtpClient.Message([.. Enumerable.Repeat(Array.Empty<byte>(), 200)]);
            case 6:
                return ZmtpClient.Frame(4, Noise(random, 60));
            default:
                frames[1] = [];
                return ZmtpClient.Message(frames)[..random.Next(1, 100)];
        }
    }

    private static byte[] Noise(Random random, int most)
    {
        var bytes = new byte[random.Next(1, most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
