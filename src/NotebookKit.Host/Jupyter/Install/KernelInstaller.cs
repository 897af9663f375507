using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter.Install;

/// <summary>Enters the kit's kernel in Jupyter's list, and takes it out again.</summary>
public static class KernelInstaller
{
    /// <summary>The kernel's own name.</summary>
    public const string Name = "notebookkit";

    private const string Title = "C# (NotebookKit)";

    /// <summary>Installs the kernel under its own name, and under the name in C# notebooks' metadata where no such kernel exists.</summary>
    /// <param name="kernel">How to start this nbkit.</param>
    /// <param name="prefix">A Python environment or installation; null for the user's own kernels.</param>
    /// <returns>A line for each kernel: where it is, or why it is not.</returns>
    public static IReadOnlyList<string> Install(CellServerCommand kernel, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Install(kernel, FolderOf(prefix), JupyterFolders.All);
    }

    /// <param name="kernel">How to start this nbkit.</param>
    /// <param name="target">The folder of kernels to write to.</param>
    /// <param name="searched">Where else Jupyter finds kernels.</param>
    internal static IReadOnlyList<string> Install(CellServerCommand kernel, string target, IReadOnlyList<string> searched)
    {
        var own = Path.Combine(target, Name);
        if (KernelSpec.IsIn(own) && !KernelSpec.IsOurs(own))
        {
            throw new ArgumentException($"{own} holds a kernel that nbkit did not write; move it away first.");
        }

        KernelSpec.Write(own, Title, kernel);
        var told = new List<string> { $"{Name}: {own}" };
        var general = Path.Combine(target, KernelMetadata.Name);
        var other = searched.Append(target).Select(folder => Path.Combine(folder, KernelMetadata.Name)).FirstOrDefault(folder => KernelSpec.IsIn(folder) && !KernelSpec.IsOurs(folder));
        if (other is null)
        {
            KernelSpec.Write(general, $"{KernelMetadata.Title} by NotebookKit", kernel);
            told.Add($"{KernelMetadata.Name}: {general}");
        }
        else
        {
            told.Add($"{KernelMetadata.Name}: left to {other}");
        }

        return told;
    }

    /// <summary>Removes what an installation wrote, and nothing else.</summary>
    /// <param name="prefix">Where it was installed; null for the user's own kernels.</param>
    /// <returns>The folders that were removed; none when there was nothing of the kit.</returns>
    public static IReadOnlyList<string> Uninstall(string? prefix = null)
    {
        var removed = new List<string>();
        foreach (var folder in new[] { Name, KernelMetadata.Name }.Select(name => Path.Combine(FolderOf(prefix), name)).Where(KernelSpec.IsOurs))
        {
            KernelSpec.Remove(folder);
            removed.Add(folder);
        }

        return removed;
    }

    private static string FolderOf(string? prefix)
    {
        if (prefix is null)
        {
            return JupyterFolders.OfUser;
        }

        return Directory.Exists(prefix) ? JupyterFolders.OfPrefix(prefix) : throw new ArgumentException($"--prefix {prefix}: there is no such folder.");
    }
}
