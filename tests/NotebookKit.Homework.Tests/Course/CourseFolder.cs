namespace NotebookKit.Homework.Tests.Course;

/// <summary>A folder for the files of a course, gone after the test.</summary>
public sealed class CourseFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("nbkit-course-").FullName;

    public string File(string name) => Path.Combine(path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
