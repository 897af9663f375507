using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Session.Packages;

/// <summary>What a restore found.</summary>
/// <param name="Versions">Each package's version, those that others need included.</param>
/// <param name="Files">The files of all.</param>
internal sealed record Resolution(IReadOnlyDictionary<string, string> Versions, PackageFiles Files)
{
    /// <summary>The kind of machine that native files are for, in NuGet's words.</summary>
    public static string Machine { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    public string VersionOf(string package) =>
        Versions.FirstOrDefault(version => version.Key.Equals(package, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>Reads the file in which a restore leaves its results.</summary>
    /// <exception cref="InvalidDataException">It is not what the SDK writes.</exception>
    public static Resolution FromAssets(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path))!;
            var folders = root["packageFolders"]!.AsObject().Select(folder => folder.Key).ToArray();
            var target = root["targets"]!.AsObject().Single(one => one.Key.EndsWith("/" + Machine, StringComparison.Ordinal)).Value!.AsObject();
            var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            List<string> compile = [], runtime = [], native = [];
            foreach (var (name, library) in target.Where(library => library.Value!["type"]!.GetValue<string>() == "package"))
            {
                var parts = name.Split('/');
                versions[parts[0]] = parts[1];
                var relative = root["libraries"]![name]!["path"]!.GetValue<string>();
                var folder = folders.Select(one => Path.Combine(one, relative)).First(Directory.Exists);
                AddFiles(compile, folder, library!["compile"]);
                AddFiles(runtime, folder, library["runtime"]);
                AddFiles(native, folder, library["native"]);
            }

            return new Resolution(versions, new PackageFiles(compile, runtime, native));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path}: this is not what the .NET SDK's restore is known to write.", exception);
        }
    }

    private static void AddFiles(List<string> files, string folder, JsonNode? group)
    {
        // `_._` stands for "nothing, on purpose".
        files.AddRange((group?.AsObject() ?? []).Select(file => Path.GetFullPath(file.Key, folder)).Where(file => Path.GetFileName(file) != "_._"));
    }
}
