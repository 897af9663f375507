using System.Reflection;
using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>Shows data frames in a notebook as their <see cref="FrameOverview"/>.</summary>
public static class FrameDisplay
{
    private const string Engine = "Microsoft.DotNet.Interactive.Formatting";

    /// <summary>Everything that is seen at a glance of a table: <c>frame.Overview()</c> as the last line of a cell, in any host.</summary>
    public static FrameOverview Overview(this DataFrame frame) => FrameOverview.Of(frame);

    /// <summary>Tells the notebook's formatting engine to show every data frame so. A .NET Interactive kernel does it when it loads the package; elsewhere a cell calls it once.</summary>
    /// <returns>Whether there is an engine; false in a plain program, where nothing changes.</returns>
    public static bool Register()
    {
        // By name: the package refers to no version of the engine, because compiled extensions broke with each.
        Assembly? engine = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == Engine);
        if (engine?.GetType(Engine + ".Formatter") is not { } formatter)
        {
            return false;
        }

        Add(formatter, FrameOverviewFormatterSource.Page, "text/html");
        Add(formatter, overview => overview.ToString(), "text/plain");
        return true;
    }

    private static void Add(Type formatter, Func<FrameOverview, string> write, string mimeType)
    {
        MethodInfo register = formatter.GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)])
            ?? throw new MissingMemberException($"this version of {Engine} has no Formatter.Register(Type, Action<object, TextWriter>, string)");
        Action<object, TextWriter> show = (frame, writer) => writer.Write(write(FrameOverview.Of((DataFrame)frame)));
        register.Invoke(null, [typeof(DataFrame), show, mimeType]);
    }
}
