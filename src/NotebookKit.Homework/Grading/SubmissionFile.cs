using System.IO.Compression;
using System.Text;
using NotebookKit.Homework.Conventions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Grading;

/// <summary>What a student handed in.</summary>
/// <param name="Student">The student's name among the submissions.</param>
/// <param name="Path">The file.</param>
public sealed record SubmissionFile(string Student, string Path)
{
    private const long Most = 64L << 20;

    /// <summary>
    /// Finds the submissions of an assignment in a folder: <c>STUDENT.ipynb</c> or <c>STUDENT.zip</c>, <c>STUDENT/NAME.ipynb</c>, or
    /// <c>STUDENT/ASSIGNMENT/NAME.ipynb</c> as nbgrader collects them; in the order of the students.
    /// </summary>
    /// <exception cref="HomeworkException">There are none, or one student has several that could be meant.</exception>
    public static IReadOnlyList<SubmissionFile> Find(string folder, Assignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        if (!Directory.Exists(folder))
        {
            throw new HomeworkException(folder, "there is no such folder of submissions.");
        }

        List<SubmissionFile> found = [];
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsSubmission))
        {
            found.Add(new SubmissionFile(System.IO.Path.GetFileNameWithoutExtension(file), file));
        }

        foreach (var student in Directory.EnumerateDirectories(folder))
        {
            var name = System.IO.Path.GetFileName(student);
            var inside = new[] { System.IO.Path.Combine(student, assignment.Name), student }.FirstOrDefault(place => Directory.Exists(place) && Directory.EnumerateFiles(place).Any(IsSubmission));
            if (inside is null)
            {
                continue;
            }

            string[] files = [.. Directory.EnumerateFiles(inside).Where(IsSubmission).Order(StringComparer.Ordinal)];
            string[] meant = [.. files.Where(file => System.IO.Path.GetFileNameWithoutExtension(file) == assignment.Name)];
            found.Add(files.Length == 1 ? new SubmissionFile(name, files[0])
                : meant.Length == 1 ? new SubmissionFile(name, meant[0])
                : throw new HomeworkException(inside, $"has {files.Length} notebooks and none is called {assignment.Name}.ipynb; leave the one that counts."));
        }

        var twice = found.GroupBy(file => file.Student, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is not null
            ? throw new HomeworkException(folder, $"{twice.Key} has more than one submission: {string.Join(", ", twice.Select(file => System.IO.Path.GetFileName(file.Path)))}; leave the one that counts.")
            : found.Count > 0 ? [.. found.OrderBy(file => file.Student, StringComparer.Ordinal)]
            : throw new HomeworkException(folder, "holds no submissions: STUDENT.ipynb, STUDENT.zip or STUDENT/NAME.ipynb.");
    }

    /// <summary>Reads the notebook; of an archive only the one notebook in it, in memory: no name in it becomes a path.</summary>
    /// <exception cref="InvalidDataException">It is no notebook, too large, or an archive without exactly one.</exception>
    public NotebookDocument Read()
    {
        if (new FileInfo(Path).Length > Most)
        {
            throw new InvalidDataException($"{System.IO.Path.GetFileName(Path)}: has more than {Most >> 20} MB; clear its outputs before you hand it in.");
        }

        if (!Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return NotebookDocument.Parse(Encoding.UTF8.GetString(File.ReadAllBytes(Path)), System.IO.Path.GetFileName(Path));
        }

        using var archive = ZipFile.OpenRead(Path);
        ZipArchiveEntry[] notebooks = [.. archive.Entries.Where(entry => entry.Name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) && !entry.FullName.Contains(".ipynb_checkpoints", StringComparison.Ordinal) && !entry.FullName.Contains("__MACOSX", StringComparison.Ordinal))];
        if (notebooks.Length != 1)
        {
            throw new InvalidDataException($"{System.IO.Path.GetFileName(Path)}: holds {notebooks.Length} notebooks; hand in one.");
        }

        using var stream = notebooks[0].Open();
        using MemoryStream bytes = new();
        var chunk = new byte[81_920];

        // What the archive says of its size is only what it says.
        for (int count; (count = stream.Read(chunk)) > 0;)
        {
            bytes.Write(chunk, 0, count);
            if (bytes.Length > Most)
            {
                throw new InvalidDataException($"{System.IO.Path.GetFileName(Path)}: unpacks to more than {Most >> 20} MB.");
            }
        }

        return NotebookDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()), System.IO.Path.GetFileName(Path));
    }

    private static bool IsSubmission(string file) => System.IO.Path.GetFileName(file) is var name && !name.StartsWith('.')
        && (name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));
}
