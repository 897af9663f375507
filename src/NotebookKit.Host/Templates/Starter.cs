using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Host.Templates;

/// <summary>Starts a notebook, a course or a homework; nothing that exists is touched.</summary>
public static class Starter
{
    /// <summary>Writes a notebook.</summary>
    /// <param name="path">The file, with or without its ending.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The file exists.</exception>
    public static IReadOnlyList<string> Notebook(string path)
    {
        var file = WithEnding(path);
        return Write([(file, NotebookTemplates.Notebook(TitleOf(file)).ToText())]);
    }

    /// <summary>Writes the master of a homework: into the given folder when it is named masters, else into <c>NAME/masters</c>.</summary>
    /// <param name="path">The name, or a path whose last part is the name.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The file exists.</exception>
    public static IReadOnlyList<string> Homework(string path)
    {
        var file = WithEnding(path);
        var isInMasters = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) == CourseRelease.MastersFolder;
        var master = isInMasters ? file : Path.Combine(Path.ChangeExtension(file, null), CourseRelease.MastersFolder, Path.GetFileName(file));
        return Write([(master, NotebookTemplates.Homework(TitleOf(file)).ToText())]);
    }

    /// <summary>Writes a course: a readme, a reading list, and one master with the notebooks that it makes.</summary>
    /// <param name="folder">A new or an empty folder.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The folder holds something.</exception>
    public static IReadOnlyList<string> Course(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new ArgumentException($"{folder}: exists and is not empty; name a new folder.");
        }

        var name = TitleOf(Path.TrimEndingDirectorySeparator(folder));
        var master = NotebookTemplates.Homework("First notebook");
        const string file = "01-first.ipynb";
        var released = MasterNotebook.Release(master, file);
        var notebooks = Path.Combine(folder, "notebooks");
        return Write(
        [
            (Path.Combine(folder, "README.md"), NotebookTemplates.CourseReadme(name)),
            (Path.Combine(folder, ".gitignore"), "out/\nsite/\n"),
            (Path.Combine(folder, "docs", "reading.md"), NotebookTemplates.CourseReading),
            (Path.Combine(notebooks, CourseRelease.MastersFolder, file), master.ToText()),
            (Path.Combine(notebooks, file), released.Student.ToText()),
            (Path.Combine(notebooks, CourseRelease.SolutionsFolder, file), released.Solution.ToText()),
        ]);
    }

    private static List<string> Write((string Path, string Text)[] files)
    {
        foreach (var (path, _) in files)
        {
            if (File.Exists(path) || Directory.Exists(path))
            {
                throw new ArgumentException($"{path}: exists already; name another.");
            }
        }

        foreach (var (path, text) in files)
        {
            AtomicFile.WriteText(path, text.ReplaceLineEndings("\n"));
        }

        return [.. files.Select(file => file.Path)];
    }

    private static string WithEnding(string path) => path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) ? path : $"{path}.ipynb";

    /// <summary>A title of a file's name: <c>02-small-nets</c> becomes <c>Small nets</c>.</summary>
    private static string TitleOf(string path)
    {
        var name = Path.GetFileName(path);
        name = name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) ? name[..^6] : name;
        var words = name.Replace('_', '-').Split('-', StringSplitOptions.RemoveEmptyEntries).SkipWhile((word, i) => i == 0 && char.IsDigit(word[0]));
        var title = string.Join(' ', words);
        return title.Length == 0 ? name : char.ToUpperInvariant(title[0]) + title[1..];
    }
}
