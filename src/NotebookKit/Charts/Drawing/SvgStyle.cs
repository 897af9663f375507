using System.Text;

namespace NotebookKit.Charts.Drawing;

/// <summary>How every figure looks: one style sheet inside each SVG, confined to the figure's own class.</summary>
/// <remarks>
/// The reader's system decides between light and dark, and a page that says otherwise (JupyterLab, VS Code, a
/// <c>data-theme</c> attribute) wins. The figure brings its own paper, so it can be read even where the page guesses wrong.
/// </remarks>
internal static class SvgStyle
{
    private static readonly string Light = Variables(Palette.LightPaper.Hex, "#24292f", "#57606a", "#e4e7eb", "#8c959f");

    private static readonly string Dark = Variables(Palette.DarkPaper.Hex, "#e6e6e6", "#a8adb3", "#35383c", "#7d848c");

    private static readonly (string Class, string Rule)[] Rules =
    [
        (".paper", "fill:#fff;fill:var(--paper)"),
        (".h", "font-size:15px;font-weight:600"),
        (".h2", "font-size:13px;font-weight:600"),
        (".l", "font-size:12px"),
        (".m", Muted(12)),
        (".k", Muted(11) + ";font-variant-numeric:tabular-nums"),
        (".v", "font-size:11px;font-variant-numeric:tabular-nums"),
        (".b", "font-weight:600"),
        (".g", "fill:none;stroke:#e4e7eb;stroke:var(--grid);stroke-width:1"),
        (".a", "fill:none;stroke:#8c959f;stroke:var(--axis);stroke-width:1"),
        (".s", "fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round"),
        (".f", "fill:none;stroke-width:1;stroke-linejoin:round;opacity:.28"),
        (".o", "paint-order:stroke;stroke:#fff;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round"),
        (".r", "fill:none;stroke:#57606a;stroke:var(--muted);stroke-width:1.3"),
        (".n", "fill:#fff;fill:var(--paper);stroke:#57606a;stroke:var(--muted);stroke-width:1.3"),
        (".p", "fill:none;stroke-linecap:round"),
    ];

    public static string Sheet(string name)
    {
        string self = "." + name;
        var sheet = new StringBuilder($"{self}{{{Light};max-width:100%;height:auto;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}}");
        sheet.Append($"@media (prefers-color-scheme:dark){{{self}{{{Dark}}}}}");
        sheet.Append($"[data-theme=light] {self},[data-jp-theme-light=true] {self},.vscode-light {self}{{{Light}}}");
        sheet.Append($"[data-theme=dark] {self},[data-jp-theme-light=false] {self},.vscode-dark {self}{{{Dark}}}");
        sheet.Append($"@media print{{{self}{{{Light}}}}}");
        sheet.Append($"{self} text{{fill:#24292f;fill:var(--ink)}}");
        foreach (var (selector, rule) in Rules)
        {
            sheet.Append($"{self} {selector}{{{rule}}}");
        }

        return sheet.ToString();
    }

    // A plain value stands before every variable for programs that know SVG but not custom properties.
    private static string Muted(int size) => $"font-size:{size}px;fill:#57606a;fill:var(--muted)";

    private static string Variables(string paper, string ink, string muted, string grid, string axis) =>
        $"--paper:{paper};--ink:{ink};--muted:{muted};--grid:{grid};--axis:{axis}";
}
