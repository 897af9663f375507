using System.Text;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Masters;

/// <summary>A notebook that a release writes.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Text">What the file must hold, byte for byte.</param>
public sealed record ReleasedFile(string Path, string Text)
{
    /// <summary>True when the file on the disk holds exactly this.</summary>
    public bool IsUpToDate => File.Exists(Path) && File.ReadAllBytes(Path).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Text));
}

/// <summary>Makes the notebooks of the course of their masters: <c>masters/X.ipynb</c> becomes <c>X.ipynb</c> and <c>solutions/X.ipynb</c>.</summary>
public static class CourseRelease
{
    /// <summary>The folder of the masters.</summary>
    public const string MastersFolder = "masters";

    /// <summary>The folder of the solutions.</summary>
    public const string SolutionsFolder = "solutions";

    /// <summary>Finds masters in files and folders, in a fixed order.</summary>
    /// <exception cref="ArgumentException">A path does not exist or is no master.</exception>
    public static IReadOnlyList<string> FindMasters(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var masters = new List<string>();
        foreach (var path in paths)
        {
            var full = Path.GetFullPath(path);
            if (File.Exists(full))
            {
                masters.Add(FolderName(full) == MastersFolder ? full : throw new ArgumentException($"{path}: a master lies in a folder named {MastersFolder}; this notebook is not one."));
                continue;
            }

            var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(full)) == MastersFolder ? full : Path.Combine(full, MastersFolder);
            masters.AddRange(Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)
                : throw new ArgumentException($"{path}: there is no folder {MastersFolder} and no such notebook."));
        }

        return masters.Count > 0 ? [.. masters.Distinct()] : throw new ArgumentException($"there is no .ipynb file in {string.Join(", ", paths)}.");
    }

    /// <summary>What the masters make; nothing is written.</summary>
    /// <exception cref="MasterException">A master cannot be released.</exception>
    /// <exception cref="InvalidDataException">A master is no notebook.</exception>
    public static IReadOnlyList<ReleasedFile> Plan(IEnumerable<string> masters)
    {
        ArgumentNullException.ThrowIfNull(masters);
        var files = new List<ReleasedFile>();
        foreach (var master in masters)
        {
            var name = Path.GetFileName(master);
            var course = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(master)))!;
            var released = MasterNotebook.Release(NotebookDocument.Load(master), name);
            files.Add(new ReleasedFile(Path.Combine(course, name), released.Student.ToText()));
            files.Add(new ReleasedFile(Path.Combine(course, SolutionsFolder, name), released.Solution.ToText()));
        }

        return files;
    }

    /// <summary>Released notebooks whose master is gone.</summary>
    public static IReadOnlyList<string> Orphans(string courseFolder)
    {
        var solutions = Path.Combine(courseFolder, SolutionsFolder);
        return !Directory.Exists(solutions) ? []
            : [.. Directory.EnumerateFiles(solutions, "*.ipynb").Where(file => !File.Exists(Path.Combine(courseFolder, MastersFolder, Path.GetFileName(file)))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes a notebook beside its target and moves it into place.</summary>
    public static void Write(ReleasedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        AtomicFile.WriteText(file.Path, file.Text);
    }

    private static string FolderName(string file) => Path.GetFileName(Path.GetDirectoryName(file)!);
}
