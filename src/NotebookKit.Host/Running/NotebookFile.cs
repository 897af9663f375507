using NotebookKit.Host.Masters;

namespace NotebookKit.Host.Running;

/// <summary>A notebook to run.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Its path below the folder that was given; the same below the output folder.</param>
public sealed record NotebookFile(string Path, string Name)
{
    /// <summary>Finds the notebooks in files and folders, in a fixed order.</summary>
    /// <param name="paths">Files, or folders that are searched to the bottom.</param>
    /// <param name="outputFolder">Skipped where it lies inside a searched folder: it holds results, not sources. Folders named masters are skipped too.</param>
    /// <exception cref="ArgumentException">A path does not exist, or two notebooks would be written to one place.</exception>
    public static IReadOnlyList<NotebookFile> Find(IEnumerable<string> paths, string outputFolder)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var skipped = System.IO.Path.GetFullPath(outputFolder);
        var files = new List<NotebookFile>();
        foreach (var path in paths)
        {
            var full = System.IO.Path.GetFullPath(path);
            if (Directory.Exists(full))
            {
                files.AddRange(Below(full, skipped)
                    .Select(file => new NotebookFile(file, System.IO.Path.GetRelativePath(full, file).Replace('\\', '/')))
                    .OrderBy(file => file.Name, StringComparer.Ordinal));
            }
            else if (File.Exists(full))
            {
                files.Add(new NotebookFile(full, System.IO.Path.GetFileName(full)));
            }
            else
            {
                throw new ArgumentException($"{path}: there is no such file or folder.");
            }
        }

        var distinct = files.DistinctBy(file => file.Path).ToArray();
        var clash = distinct.GroupBy(file => System.IO.Path.ChangeExtension(file.Name, null), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return clash is null
            ? distinct
            : throw new ArgumentException($"{clash.First().Path} and {clash.Last().Path} would both be written to {clash.First().Name}; run them with different --out folders.");
    }

    private static IEnumerable<string> Below(string folder, string skipped)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.ipynb"))
        {
            yield return file;
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            var info = new DirectoryInfo(child);

            // Links can lead in circles; masters are the source of the notebooks beside them.
            if (info.Name.StartsWith('.') || child == skipped || info.LinkTarget is not null || info.Name == CourseRelease.MastersFolder)
            {
                continue;
            }

            foreach (var file in Below(child, skipped))
            {
                yield return file;
            }
        }
    }
}
