using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter.Install;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>The entry in Jupyter's list, written and removed.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Kernels => folder.File("share/jupyter/kernels");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_command_writes_what_starts_this_very_nbkit_and_removes_it_again()
    {
        var install = await Nbkit.RunAsync(folder, "jupyter", "install", "--prefix", folder.Path);
        Assert.True(install.ExitCode == 0, install.Error);
        var spec = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Kernels, "notebookkit", "kernel.json")))!;
        string[] argv = [.. spec["argv"]!.AsArray().Select(word => word!.GetValue<string>())];
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "nbkit.dll"), "jupyter", "start", "{connection_file}"], argv[1..]);
        Assert.Equal(("message", "C#"), (spec["interrupt_mode"]!.GetValue<string>(), spec["language"]!.GetValue<string>()));
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "jupyter", "install", "--prefix", folder.Path)).ExitCode);
        Assert.Equal(0, (await Nbkit.RunAsync(folder, "jupyter", "uninstall", "--prefix", folder.Path)).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Kernels));
        var nothing = await Nbkit.RunAsync(folder, "jupyter", "uninstall", "--prefix", folder.Path);
        Assert.Equal((3, "nbkit: there is no kernel of nbkit there.\n"), (nothing.ExitCode, nothing.Error));
    }

    [Fact]
    public void The_general_name_is_taken_only_where_it_is_free_and_what_others_wrote_stays()
    {
        Foreign("elsewhere", ".net-csharp");
        KernelInstaller.Install(KernelFixture.Nbkit(), Kernels, [folder.File("elsewhere")]);
        Assert.False(Directory.Exists(Path.Combine(Kernels, ".net-csharp")));
        KernelInstaller.Install(KernelFixture.Nbkit(), Kernels, []);
        Assert.True(File.Exists(Path.Combine(Kernels, ".net-csharp", "kernel.json")));
        File.WriteAllText(Path.Combine(Kernels, "notebookkit", "logo-64x64.png"), "");
        Assert.Equal(2, KernelInstaller.Uninstall(folder.Path).Count);
        Assert.Equal(["logo-64x64.png"], Directory.GetFiles(Path.Combine(Kernels, "notebookkit")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_kernel_of_our_name_that_others_wrote_is_not_overwritten()
    {
        Foreign("share/jupyter/kernels", "notebookkit");
        Assert.Contains("did not write", Assert.Throws<ArgumentException>(() => KernelInstaller.Install(KernelFixture.Nbkit(), folder.Path)).Message);
        Assert.Empty(KernelInstaller.Uninstall(folder.Path));
    }

    [Theory]
    [InlineData("jupyter", "install", "--prefix", "no-such-folder")]
    [InlineData("jupyter", "install", "--prefix", ".", "--user")]
    [InlineData("jupyter", "start", "missing.json")]
    [InlineData("jupyter")]
    public async Task Wrong_use_is_said_and_ends_with_3(params string[] arguments)
    {
        var run = await Nbkit.RunAsync(folder, arguments);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("nbkit: ", run.Error);
    }

    [Theory]
    [InlineData("ip", "0.0.0.0", "other machines")]
    [InlineData("transport", "ipc", "speaks tcp")]
    [InlineData("key", "", "the key is empty")]
    [InlineData("signature_scheme", "hmac-md5", "hmac-sha256")]
    [InlineData("shell_port", "x", "\"shell_port\"")]
    public void A_connection_file_that_asks_for_more_is_refused(string name, string value, string reason)
    {
        var file = new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["signature_scheme"] = "hmac-sha256",
            ["key"] = "k",
            ["shell_port"] = 1,
            ["control_port"] = 2,
            ["stdin_port"] = 3,
            ["iopub_port"] = 4,
            ["hb_port"] = 5,
        };
        File.WriteAllText(folder.File("c.json"), file.ToJsonString());
        Assert.Equal(3, Host.Jupyter.Messages.ConnectionFile.Read(folder.File("c.json")).Stdin);
        file[name] = value;
        File.WriteAllText(folder.File("c.json"), file.ToJsonString());
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Host.Jupyter.Messages.ConnectionFile.Read(folder.File("c.json"))).Message);
    }

    private void Foreign(string kernels, string name)
    {
        Directory.CreateDirectory(folder.File($"{kernels}/{name}"));
        File.WriteAllText(folder.File($"{kernels}/{name}/kernel.json"), """{"argv": ["other"]}""");
    }
}
