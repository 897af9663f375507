using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Host.Session.Packages;

/// <summary>A throw-away project that names the wanted packages, and the SDK's restore of it.</summary>
internal sealed class RestoreProject : IDisposable
{
    private const string Name = "notebook.csproj";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nbkit-restore-");
    private readonly IReadOnlyDictionary<string, string> packages;

    public RestoreProject(IReadOnlyDictionary<string, string> packages)
    {
        this.packages = packages;

        // Settings of a folder above are not for this project.
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(PathOf(file), "<Project />");
        }

        // Packages that need NotebookKit get the running one: a project of a package's name stands for the package.
        Directory.CreateDirectory(PathOf("kit"));
        var version = typeof(Tensor).Assembly.GetName().Version!.ToString(3);
        File.WriteAllText(PathOf("kit/NotebookKit.csproj"), Project(new XElement("PropertyGroup", Settings(), new XElement("Version", version))));
    }

    /// <summary>Restores; without the network only folders and the package cache are looked at.</summary>
    public async Task<(Resolution? Resolution, string Output)> RestoreAsync(IReadOnlyList<string> feeds, bool isOffline, CancellationToken cancellation)
    {
        var sources = isOffline
            ? new XElement("RestoreSources", string.Join(';', feeds.Where(Directory.Exists).Append(PackageCache).Where(Directory.Exists)))
            : new XElement("RestoreAdditionalProjectSources", string.Join(';', feeds));
        await File.WriteAllTextAsync(
            PathOf(Name),
            Project(
                new XElement("PropertyGroup", Settings(), sources),
                new XElement(
                    "ItemGroup",
                    new XElement("FrameworkReference", new XAttribute("Include", "Microsoft.AspNetCore.App")),
                    new XElement("ProjectReference", new XAttribute("Include", "kit/NotebookKit.csproj")),
                    packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package.Key), new XAttribute("Version", package.Value))))),
            cancellation).ConfigureAwait(false);
        var (exitCode, output) = await RunAsync(cancellation).ConfigureAwait(false);
        return (exitCode == 0 ? Resolution.FromAssets(PathOf("obj/project.assets.json")) : null, output);
    }

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A killed restore may hold a file for a moment more; the system cleans its temporary folder.
        }
    }

    private static string PackageCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The dotnet that runs this process, or the one on the path.</summary>
    private static string Dotnet
    {
        get
        {
            var file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", file));
            return File.Exists(beside) ? beside : "dotnet";
        }
    }

    private static XElement[] Settings() =>
    [
        new("TargetFramework", $"net{Environment.Version.Major}.0"),
        new("RuntimeIdentifiers", Resolution.Machine),
        new("UseAppHost", "false"),
        new("ManagePackageVersionsCentrally", "false"),
        new("NuGetAudit", "false"),
    ];

    private static string Project(params object[] content) => new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"), content).ToString();

    private async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Dotnet, ["restore", Name, "-nologo", "-v:m", "-tl:off", "-nodeReuse:false"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };

        // A build that started this process has left settings of its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "2";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CellRefusedException("#r \"nuget: ...\" needs the .NET SDK, and no dotnet command was found; install the SDK, or use #r \"file.dll\".", exception);
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
        }
    }

    private string PathOf(string file) => Path.Combine(folder.FullName, file);
}
