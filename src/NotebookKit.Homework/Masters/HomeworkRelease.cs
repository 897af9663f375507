using NotebookKit.Homework.Conventions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Masters;

/// <summary>A released assignment on the disk: <c>student/NAME.ipynb</c> to hand out, <c>grader/NAME.ipynb</c> to keep.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Assignment">What it says about itself.</param>
/// <param name="Student">What was handed out.</param>
/// <param name="Grader">The same with the hidden tests.</param>
public sealed record HomeworkRelease(string Folder, Assignment Assignment, NotebookDocument Student, NotebookDocument Grader)
{
    private const string StudentFolder = "student";
    private const string GraderFolder = "grader";

    /// <summary>Writes a release; nothing is written unless the master can be released.</summary>
    /// <param name="master">The master.</param>
    /// <param name="folder">Gets a folder with the assignment's name.</param>
    public static HomeworkRelease Write(HomeworkMaster master, string folder)
    {
        ArgumentNullException.ThrowIfNull(master);
        var target = Path.Combine(Path.GetFullPath(folder), master.Assignment.Name);
        var file = master.Assignment.Name + ".ipynb";
        AtomicFile.WriteText(Path.Combine(target, GraderFolder, file), master.Grader.ToText());
        AtomicFile.WriteText(Path.Combine(target, StudentFolder, file), master.Student.ToText());
        return new HomeworkRelease(target, master.Assignment, master.Student, master.Grader);
    }

    /// <summary>Reads a release.</summary>
    /// <exception cref="HomeworkException">The folder holds none.</exception>
    /// <exception cref="InvalidDataException">A file of it is no notebook.</exception>
    public static HomeworkRelease Load(string folder)
    {
        var grader = Path.Combine(Path.GetFullPath(folder), GraderFolder);
        var files = Directory.Exists(grader) ? Directory.GetFiles(grader, "*.ipynb") : [];
        if (files.Length != 1)
        {
            throw new HomeworkException(folder, $"this is no released assignment: it has no folder {GraderFolder} with one notebook. `nbkit homework release MASTER --out FOLDER` makes one.");
        }

        var student = Path.Combine(Path.GetFullPath(folder), StudentFolder, Path.GetFileName(files[0]));
        return File.Exists(student)
            ? new HomeworkRelease(Path.GetFullPath(folder), Assignment.Of(NotebookDocument.Load(files[0]), files[0]), NotebookDocument.Load(student), NotebookDocument.Load(files[0]))
            : throw new HomeworkException(folder, $"{StudentFolder}/{Path.GetFileName(files[0])} is missing, which says what students were given; release the master again.");
    }
}
