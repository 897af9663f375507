using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>A Jupyter notebook (nbformat 4.5) as a thin view on its JSON.</summary>
/// <remarks>
/// The JSON itself stays the truth: whatever this class does not know (metadata of other tools, attachments, raw cells)
/// comes out of a round trip as it went in.
/// </remarks>
public sealed class NotebookDocument
{
    private readonly JsonObject root;
    private readonly List<NotebookCell> cells = [];

    internal NotebookDocument(JsonObject root)
    {
        this.root = root;
        foreach (var cell in CellArray)
        {
            cells.Add(new NotebookCell(cell!.AsObject()));
        }
    }

    /// <summary>The cells in the order of the page.</summary>
    public IReadOnlyList<NotebookCell> Cells => cells;

    /// <summary>Metadata of the whole notebook: kernelspec, language_info and what other tools keep there.</summary>
    public JsonObject Metadata => root["metadata"]!.AsObject();

    /// <summary>The JSON of the whole notebook.</summary>
    public JsonObject Json => root;

    private JsonArray CellArray => root["cells"]!.AsArray();

    /// <summary>A notebook without cells, for the C# kernel.</summary>
    public static NotebookDocument Empty()
    {
        var document = new NotebookDocument(new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        });
        KernelMetadata.AddIfMissing(document.Metadata);
        return document;
    }

    /// <summary>Reads a notebook from its text; <paramref name="name"/> is the file named in an error.</summary>
    /// <exception cref="InvalidDataException">The text is not a notebook.</exception>
    public static NotebookDocument Parse(string text, string name = "notebook") => NotebookReader.Parse(text, name);

    /// <summary>Reads a notebook file.</summary>
    /// <exception cref="InvalidDataException">The file is not a notebook; the message names file and line.</exception>
    public static NotebookDocument Load(string path) => NotebookReader.Load(path);

    /// <summary>Adds a cell before the given position.</summary>
    public void Insert(int index, NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CellArray.Insert(index, cell.Json);
        cells.Insert(index, cell);
    }

    /// <summary>Adds a cell at the end.</summary>
    public void Add(NotebookCell cell) => Insert(cells.Count, cell);

    /// <summary>Takes a cell out.</summary>
    public void RemoveAt(int index)
    {
        CellArray.RemoveAt(index);
        cells.RemoveAt(index);
    }

    /// <summary>Writes the notebook beside its target and moves it into place, so that a reader never sees half a file.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToText());

    /// <summary>The text of the .ipynb file, in nbformat's own layout.</summary>
    public string ToText() => NotebookWriter.Write(root);
}
