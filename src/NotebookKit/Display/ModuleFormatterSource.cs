using NotebookKit.Layers;

namespace NotebookKit.Display;

/// <summary>A network in a notebook: a table of its layers with the shapes of their parameters and how many they are.</summary>
public sealed class ModuleFormatterSource : FormatterSource<Module>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Module, string> Write)> Forms =>
    [
        ("text/html", module => Html.Table(module.ToString(), ["layer", "what", "parameters", "count"], Rows(module))),
        ("text/plain", module => module + "\n" + string.Join("\n", Rows(module).Select(row => $"  {row[0],-12} {row[1],-24} {row[2],-28} {row[3],12}"))),
    ];

    private static List<IReadOnlyList<string>> Rows(Module module)
    {
        List<IReadOnlyList<string>> rows = [];
        Add(module, string.Empty, rows);
        return rows;
    }

    private static void Add(Module module, string prefix, List<IReadOnlyList<string>> rows)
    {
        foreach ((string name, Module child) in module.Children())
        {
            string path = prefix + name;
            if (child.Children().Any())
            {
                Add(child, path + ".", rows);
            }
            else
            {
                string shapes = string.Join(", ", child.NamedParameters().Select(p => $"{p.Name} {p.Parameter.Shape}"));
                rows.Add([path, child.ToString(), shapes, child.ParameterCount.ToString("N0")]);
            }
        }
    }
}
