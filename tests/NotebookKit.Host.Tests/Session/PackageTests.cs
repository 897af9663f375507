using System.IO.Compression;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Session.Packages;

namespace NotebookKit.Host.Tests.Session;

/// <summary><c>#r "nuget:"</c> with the SDK's restore and a folder of packages made here.</summary>
[Collection(nameof(ScreenFixture))]
public sealed class PackageTests : IDisposable
{
    // A name of its own a run: the package cache of the machine keeps what a test has restored.
    private readonly string mark = "NbkitTest" + Guid.NewGuid().ToString("N")[..12];
    private readonly ShownSession session = new();

    public void Dispose()
    {
        session.Dispose();
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var folder in Directory.Exists(cache) ? Directory.GetDirectories(cache, mark.ToLowerInvariant() + "*") : [])
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_package_comes_with_what_it_needs_and_its_native_library()
    {
        Directory.CreateDirectory(session.Folder.File("feed"));
        Pack($"{mark}.Base", "1.0.0", $"namespace {mark}; public static class Base {{ public static int Value => 20; }}", []);
        Pack($"{mark}.Base", "1.5.0", $"namespace {mark}; public static class Base {{ public static int Value => 40; }}", []);
        Pack(
            $"{mark}.Top",
            "2.0.0",
            $"namespace {mark}; public static class Top {{ public static int Value => Base.Value + 2; [System.Runtime.InteropServices.DllImport(\"kitnative\", EntryPoint = \"SystemNative_GetPid\")] public static extern int Pid(); }}",
            [($"{mark}.Base", "[1.0.0, 2.0.0)"), ("NotebookKit", "0.1.0")],
            isNative: OperatingSystem.IsLinux());
        var feed = "#i \"nuget: feed\"\n";
        Assert.Equal(22, await session.Result($"{feed}#r \"nuget: {mark}.Top\"\n{mark}.Top.Value"));
        Assert.Contains(session.Updates, text => text == $"Packages: {mark}.Top 2.0.0");
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(Environment.ProcessId, await session.Result($"{mark}.Top.Pid()"));
        }

        Assert.Contains("in use in version", await session.Error($"#r \"nuget: {mark}.Base, 1.5.0\""));
        Assert.Contains("has no version that fits [9.0, 10.0)", await session.Error($"#r \"nuget: {mark}.Other, [9.0, 10.0)\"".Replace("Other", "Base")));
        Assert.Contains($"{mark}.Missing", await session.Error($"#r \"nuget: {mark}.Missing, 1.0\""));
    }

    [Fact]
    public async Task Packages_of_the_host_itself_need_no_restore()
    {
        Assert.Null((await session.Run("#r \"nuget: MathNet.Numerics\"\nusing MathNet.Numerics;")).Failure);
        Assert.Empty(session.Shown);
    }

    [Theory]
    [InlineData("/tmp/x/notebook.csproj : error NU1101: Unable to find package Nope. No packages exist with this id in source(s): feed [/tmp/x/notebook.csproj]", "there is no package Nope")]
    [InlineData("x.csproj : error NU1102: Unable to find package Foo with version (>= 9.0.0)\n  - Found 2 version(s) in feed [ Nearest version: 1.2.0 ]", "Foo has no version that fits 9.0.0. The nearest is 1.2.0.")]
    [InlineData("x.csproj : error NU1107: Version conflict detected for Bar. [x.csproj]", "do not fit together")]
    [InlineData("something else", "the restore failed: something else")]
    public void Failures_of_a_restore_become_a_sentence(string output, string expected) =>
        Assert.Contains(expected, RestoreErrors.Refusal(output, new Dictionary<string, string> { ["Foo"] = "9.0.0" }, []).Message);

    [Fact]
    public void Without_a_network_the_error_says_so()
    {
        const string online = "x.csproj : error NU1301: Unable to load the service index for source https://feed. [x.csproj]";
        Assert.True(RestoreErrors.IsNetwork(online));
        var message = RestoreErrors.Offline(online, "x.csproj : error NU1101: Unable to find package Foo. No packages [x.csproj]", new Dictionary<string, string> { ["Foo"] = "9.0.0" }, []).Message;
        Assert.Contains("cannot be reached", message);
        Assert.Contains("Foo 9.0.0 is not in the package cache", message);
    }

    private void Pack(string id, string version, string code, (string Id, string Range)[] needs, bool isNative = false)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Concat(Directory.GetFiles(session.Folder.Path, "*.dll"))
            .Where(path => !path.EndsWith($"{id}.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(id, [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {code}")], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var assembly = session.Folder.File($"{id}.dll");
        var emitted = compilation.Emit(assembly);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));

        using var zip = ZipFile.Open(session.Folder.File($"feed/{id}.{version}.nupkg"), ZipArchiveMode.Create);
        zip.CreateEntryFromFile(assembly, $"lib/net8.0/{id}.dll");
        if (isNative)
        {
            var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            zip.CreateEntryFromFile(Path.Combine(runtime, "libSystem.Native.so"), $"runtimes/{Resolution.Machine}/native/libkitnative.so");
        }

        var dependencies = string.Concat(needs.Select(need => $"<dependency id=\"{need.Id}\" version=\"{need.Range}\" />"));
        using var stream = zip.CreateEntry($"{id}.nuspec").Open();
        stream.Write(Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\"?><package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{id}</id><version>{version}</version><authors>a</authors><description>d</description><dependencies><group targetFramework=\"net8.0\">{dependencies}</group></dependencies></metadata></package>"));
    }
}
