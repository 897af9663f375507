using System.Reflection;
using Plotly.NET;

namespace NotebookKit.PlotlyNet;

/// <summary>Shows Plotly.NET's charts in a notebook without a network.</summary>
public static class PlotlyDisplay
{
    private const string Engine = "Microsoft.DotNet.Interactive.Formatting";
    private static readonly string[] Forms = ["application/vnd.plotly.v1+json", "text/html", "text/plain"];

    /// <summary>Tells the notebook's formatting engine how charts look. A .NET Interactive kernel does it when it loads the package; elsewhere a cell calls it once.</summary>
    /// <remarks>
    /// A chart is plotly's own JSON (Jupyter and Visual Studio Code draw it themselves), a drawing of the library where it
    /// can be one, else a place that plotly.js fills where a cell has shown <see cref="PlotlyScript.Bundled"/>, and words.
    /// </remarks>
    /// <returns>Whether there is an engine; false in a plain program, where nothing changes.</returns>
    public static bool Register()
    {
        // By name: the package refers to no version of the engine, because compiled extensions broke with each.
        Assembly? engine = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == Engine);
        if (engine?.GetType(Engine + ".Formatter") is not { } formatter)
        {
            return false;
        }

        Add(formatter, "text/html", Html);
        Add(formatter, "application/vnd.plotly.v1+json", GenericChart.toFigureJson);
        Add(formatter, "text/plain", Words);
        MethodInfo prefer = formatter.GetMethod("SetPreferredMimeTypesFor", [typeof(Type), typeof(string[])])
            ?? throw new MissingMemberException($"this version of {Engine} has no Formatter.SetPreferredMimeTypesFor(Type, string[])");
        prefer.Invoke(null, [typeof(GenericChart), Forms]);
        return true;
    }

    /// <summary>A chart as HTML: a drawing where the library can make one, else plotly's.</summary>
    internal static string Html(GenericChart chart) =>
        chart.TryToFigure() is { } figure ? $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{figure.ToSvg()}</div>" : chart.ToFragment();

    /// <summary>A chart in words.</summary>
    internal static string Words(GenericChart chart) =>
        chart.TryToFigure() is { } figure ? figure.ToString() : $"a chart of Plotly.NET with {GenericChart.countTrace(chart)} trace{(GenericChart.countTrace(chart) == 1 ? string.Empty : "s")}";

    private static void Add(Type formatter, string mimeType, Func<GenericChart, string> write)
    {
        MethodInfo register = formatter.GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)])
            ?? throw new MissingMemberException($"this version of {Engine} has no Formatter.Register(Type, Action<object, TextWriter>, string)");
        Action<object, TextWriter> show = (chart, writer) => writer.Write(write((GenericChart)chart));
        register.Invoke(null, [typeof(GenericChart), show, mimeType]);
    }
}
