using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nbkit-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Notebook(string name, params NotebookCell[] cells)
    {
        var document = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            document.Add(cell);
        }

        document.Save(File(name));
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
