using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Display;
using Plotly.NET;

namespace NotebookKit.PlotlyNet;

/// <summary>plotly.js itself, which draws charts in a page: about 3.5 MB, put into a document once.</summary>
/// <remarks>Shown as the last line of a cell it makes the notebook's page draw charts without a network.</remarks>
[TypeFormatterSource(typeof(PlotlyScriptFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class PlotlyScript
{
    private static readonly Lazy<PlotlyScript> OfPlotlyNet = new(FromPlotlyNet);

    private readonly string source;

    private PlotlyScript(string source, string version, string origin) => (this.source, Version, Origin) = (source, version, origin);

    /// <summary>The file that Plotly.NET carries in its assembly.</summary>
    /// <exception cref="InvalidOperationException">This version of Plotly.NET carries none.</exception>
    public static PlotlyScript Bundled => OfPlotlyNet.Value;

    /// <summary>Its version, such as 2.28.0.</summary>
    public string Version { get; }

    /// <summary>Where it was found.</summary>
    public string Origin { get; }

    /// <summary>Reads a file such as plotly.min.js, as the npm package plotly.js-dist-min holds it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no plotly.js: it does not name its version in the first lines.</exception>
    public static PlotlyScript FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(File.ReadAllText(path, Encoding.UTF8), Path.GetFullPath(path));
    }

    /// <summary>The script as a piece of a page.</summary>
    /// <remarks>
    /// A page with require.js has a function <c>define</c> that would catch the script, so that no global Plotly came of
    /// it; inside this function there is none.
    /// </remarks>
    public string ToHtml() =>
        $"<script type=\"text/javascript\">(function(){{var define=undefined,exports=undefined,module=undefined;{source}\n}}).call(window);</script>";

    /// <summary>Version and origin in a line.</summary>
    public override string ToString() => $"plotly.js {Version} ({source.Length / 1e6:0.0} MB), from {Origin}";

    private static PlotlyScript FromPlotlyNet()
    {
        System.Reflection.Assembly assembly = typeof(GenericChart).Assembly;
        string name = assembly.GetManifestResourceNames().FirstOrDefault(resource => Bundle().IsMatch(resource))
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} {assembly.GetName().Version} carries no plotly.js; use PlotlyScript.FromFile(\"plotly.min.js\").");
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return Of(reader.ReadToEnd(), $"{assembly.GetName().Name} {assembly.GetName().Version!.ToString(3)}");
    }

    private static PlotlyScript Of(string text, string origin)
    {
        Match version = Heading().Match(text.Length > 2000 ? text[..2000] : text);
        return version.Success
            ? new PlotlyScript(EndTag().Replace(text, "<\\/script"), version.Groups["version"].Value, origin)
            : throw new InvalidDataException($"{origin}: this is no plotly.js: its first lines do not say 'plotly.js v' and a version.");
    }

    [GeneratedRegex(@"plotly[\w.-]*\.min\.js$")]
    private static partial Regex Bundle();

    [GeneratedRegex(@"plotly\.js (?:\([^)]*\) )?v(?<version>\d+\.\d+\.\d+)")]
    private static partial Regex Heading();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex EndTag();
}

/// <summary>plotly.js in a notebook: the script, with a line that says so.</summary>
public sealed class PlotlyScriptFormatterSource : FormatterSource<PlotlyScript>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PlotlyScript, string> Write)> Forms =>
    [
        ("text/html", script => $"<div style=\"opacity:.75\">plotly.js {script.Version} is in this page; charts below and above need no network.</div>{script.ToHtml()}"),
        ("text/plain", script => script.ToString()),
    ];
}
