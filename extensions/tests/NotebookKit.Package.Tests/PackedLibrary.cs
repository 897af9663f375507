using System.Diagnostics;
using System.Xml.Linq;

namespace NotebookKit.Package.Tests;

/// <summary>The library's package, as <c>dotnet pack</c> makes it, in a folder that is the only source of packages; what it needs lies in the cache of the build.</summary>
public sealed class PackedLibrary : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("package-");

    /// <summary>Packs the library that was built with these tests.</summary>
    public PackedLibrary()
    {
        Pack();
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string settings = Path.Combine(folder.FullName, "nuget.config");
        File.WriteAllText(settings, new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear")),
            new XElement("fallbackPackageFolders", new XElement("add", new XAttribute("key", "build"), new XAttribute("value", cache)))).ToString());

        // The engine restores in a process of its own, which takes these from its surroundings: the network has no part in it, and the cache of the build gets no package of ours.
        Environment.SetEnvironmentVariable("RestoreConfigFile", settings);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", Packages);
    }

    /// <summary>The folder with the package.</summary>
    public string Feed => Path.Combine(folder.FullName, "feed");

    /// <summary>The folder that packages are unpacked in.</summary>
    public string Packages => Path.Combine(folder.FullName, "packages");

    /// <summary>The version of the package.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed, "NotebookKit.*.nupkg").Single())["NotebookKit.".Length..];

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows keeps the files of a loaded assembly; they lie in the folder for temporary files.
        }
    }

    private void Pack()
    {
        DirectoryInfo root = new(AppContext.BaseDirectory);
        string configuration = root.Parent!.Name;
        while (!File.Exists(Path.Combine(root.FullName, "NotebookKit.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} lies below no NotebookKit.sln");
        }

        using Process pack = Process.Start(new ProcessStartInfo("dotnet", ["pack", "src/NotebookKit", "-c", configuration, "--no-build", "--no-restore", "-o", Feed])
        {
            WorkingDirectory = root.FullName,
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        string said = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, $"dotnet pack: {said}");
    }
}
