using System.Reflection;
using System.Runtime.Loader;

namespace NotebookKit.Host.Session;

/// <summary>Where the assemblies of cells and of <c>#r "file.dll"</c> live; everything else comes from the host itself.</summary>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly Dictionary<string, Assembly> cells = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> natives = new(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>Makes a library in machine code loadable by its name.</summary>
    public void AddNative(string path) => natives[Path.GetFileName(path)] = path;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // The names that the runtime itself would try, on every system.
        foreach (var name in new[] { unmanagedDllName, $"lib{unmanagedDllName}.so", $"{unmanagedDllName}.so", $"lib{unmanagedDllName}", $"{unmanagedDllName}.dll", $"lib{unmanagedDllName}.dylib", $"{unmanagedDllName}.dylib" })
        {
            if (natives.TryGetValue(name, out var path))
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        return 0;
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
