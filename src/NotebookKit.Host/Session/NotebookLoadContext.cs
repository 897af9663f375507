using System.Reflection;
using System.Runtime.Loader;

namespace NotebookKit.Host.Session;

/// <summary>Where the assemblies of cells and of <c>#r "file.dll"</c> live; everything else comes from the host itself.</summary>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly Dictionary<string, Assembly> cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];

    public Assembly Add(byte[] image, byte[] symbols)
    {
        using var imageStream = new MemoryStream(image);
        using var symbolStream = new MemoryStream(symbols);
        var assembly = LoadFromStream(imageStream, symbolStream);
        cells[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    /// <summary>Makes a file, and what lies beside it, loadable.</summary>
    public void AddFile(string path)
    {
        files[Path.GetFileNameWithoutExtension(path)] = path;
        var folder = Path.GetDirectoryName(path)!;
        if (!folders.Contains(folder))
        {
            folders.Add(folder);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (cells.TryGetValue(name, out var cell))
        {
            return cell;
        }

        if (SessionReferences.IsPartOfTheHost(name))
        {
            // Types must be the same ones that the host uses, or a Tensor would not be a Tensor.
            return null;
        }

        var path = files.GetValueOrDefault(name)
            ?? folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
