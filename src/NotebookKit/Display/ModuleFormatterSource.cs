using NotebookKit.Layers;

namespace NotebookKit.Display;

/// <summary>A network in a notebook: the table of its layers; with output shapes and work as soon as it is known what goes in.</summary>
public sealed class ModuleFormatterSource : FormatterSource<Module>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Module, string> Write)> Forms =>
    [
        ("text/html", module => ModuleSummaryFormatterSource.Page(ModuleSummary.Of(module))),
        ("text/plain", module => ModuleSummaryFormatterSource.Words(ModuleSummary.Of(module))),
    ];
}
