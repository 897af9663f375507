using System.IO.Compression;
using System.Xml.Linq;

namespace NotebookKit.Host.Tests.Packages;

/// <summary>Both packages as a real <c>dotnet pack</c> makes them from what the tests were built with, in a folder that is a feed.</summary>
public sealed class PackedKit : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Release where the tests were built so.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public string Feed => folder.Path;

    public string Library => Directory.GetFiles(Feed, "NotebookKit.?.*.nupkg").Single();

    public string Symbols => Directory.GetFiles(Feed, "NotebookKit.?.*.snupkg").Single();

    public string Tool => Directory.GetFiles(Feed, "NotebookKit.Cli.*.nupkg").Single();

    public string Version => Path.GetFileNameWithoutExtension(Library)["NotebookKit.".Length..];

    public async Task InitializeAsync()
    {
        foreach (string project in new[] { "NotebookKit", "NotebookKit.Cli" })
        {
            await DotnetCommand.RunAsync(Checkout.Root, null, "pack", "src/" + project, "-c", Configuration, "--no-build", "--no-restore", "-o", Feed);
        }
    }

    /// <summary>A folder whose programs find packages in the feed and, for what those need, in the cache of the build; nothing goes into that cache.</summary>
    public static Dictionary<string, string> Isolate(TemporaryFolder work, string feed)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(work.File("nuget.config"), new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), new XElement("add", new XAttribute("key", "kit"), new XAttribute("value", feed))),
            new XElement("fallbackPackageFolders", new XElement("add", new XAttribute("key", "build"), new XAttribute("value", cache)))).ToString());
        return new() { ["NUGET_PACKAGES"] = work.File("packages"), ["DOTNET_CLI_HOME"] = work.File("home") };
    }

    /// <summary>The files of a package by their path, without what the package format adds.</summary>
    public static Dictionary<string, byte[]> Open(string package)
    {
        using ZipArchive zip = ZipFile.OpenRead(package);
        Dictionary<string, byte[]> files = [];
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal) && !entry.FullName.StartsWith("package/", StringComparison.Ordinal) && entry.FullName != "[Content_Types].xml"))
        {
            using Stream stream = entry.Open();
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            files[Uri.UnescapeDataString(entry.FullName)] = bytes.ToArray();
        }

        return files;
    }

    /// <summary>The nuspec's fields, by the name of their element.</summary>
    public static ILookup<string, XElement> Nuspec(Dictionary<string, byte[]> files) =>
        XDocument.Load(new MemoryStream(files.Single(file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value))
            .Descendants().ToLookup(element => element.Name.LocalName);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
