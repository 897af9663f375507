namespace NotebookKit.Host.Jupyter.Install;

/// <summary>Where Jupyter looks for kernels, by its own rules on each system.</summary>
internal static class JupyterFolders
{
    /// <summary>The folder of the user's own kernels: JUPYTER_DATA_DIR, or what the system has for such data.</summary>
    public static string OfUser => Path.Combine(Variable("JUPYTER_DATA_DIR") ?? SystemFolder(), "kernels");

    /// <summary>The folder of the kernels of a Python environment or an installation.</summary>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>All folders where Jupyter finds kernels without knowing of an environment.</summary>
    public static IReadOnlyList<string> All =>
    [
        .. (Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "kernels")),
        OfUser,
        .. OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter", "kernels")]
            : new[] { OfPrefix("/usr/local"), OfPrefix("/usr") },
    ];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string SystemFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
    }
}
