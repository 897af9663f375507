using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NotebookKit.Host.Session;

/// <summary>Turns an exception into lines that show only the reader's own code.</summary>
internal static partial class Traceback
{
    private const int MostFrames = 20;

    public static CellFailure Describe(Exception exception, SourceTexts sources, bool wasStopped = false)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        var lines = new List<string>();
        for (var current = exception; current is not null && lines.Count < 200; current = current.InnerException)
        {
            var prefix = current == exception ? "" : "caused by ";
            lines.Add($"{prefix}{current.GetType().Name}: {MessageOf(current)}");
            lines.AddRange(Frames(current, sources));
        }

        if (!wasStopped)
        {
            return new CellFailure(exception.GetType().Name, MessageOf(exception), lines);
        }

        // Whatever the stop turned into on its way out, a stop is what it was.
        const string stopped = "the cell was stopped; the variables keep the values they had.";
        return new CellFailure(nameof(OperationCanceledException), stopped, [$"{nameof(OperationCanceledException)}: {stopped}", .. Frames(exception, sources)]);
    }

    private static IEnumerable<string> Frames(Exception exception, SourceTexts sources)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => sources.Knows(frame.GetFileName()))
            .ToArray();
        foreach (var frame in frames.Take(MostFrames))
        {
            var line = frame.GetFileLineNumber();
            yield return $"   at {frame.GetFileName()}, line {line}{InMethod(frame.GetMethod())}";
            if (sources.Line(frame.GetFileName()!, line) is { } text)
            {
                yield return $"      {text.Trim()}";
            }
        }

        if (frames.Length > MostFrames)
        {
            yield return $"   ... {frames.Length - MostFrames} more";
        }
    }

    private static string InMethod(MethodBase? method)
    {
        if (method is null)
        {
            return "";
        }

        // The compiler hides names in angle brackets: a state machine's type, or a local function's method.
        var name = method.Name == "MoveNext" ? method.DeclaringType?.Name ?? "" : method.Name;
        var match = HiddenName().Match(name);
        var local = match.Groups["local"];
        var readable = local.Success ? local.Value : match.Success ? match.Groups["outer"].Value : name;
        return readable is "" or "Initialize" or "Factory" ? "" : $", in {readable}";
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
#pragma warning disable CA1031 // Message is the student's code too, and may throw.
        catch (Exception second)
#pragma warning restore CA1031
        {
            return $"(its Message threw {second.GetType().Name})";
        }
    }

    [GeneratedRegex(@"^<+(?<outer>[^<>]*)>+([a-z]__(?<local>\w+)\|)?")]
    private static partial Regex HiddenName();
}
