using System.Diagnostics;
using System.Reflection;

namespace NotebookKit.Checks;

/// <summary>Where an exception came from, as far as it is the student's own code.</summary>
internal static class StudentFrames
{
    private const int Most = 6;

    /// <summary>A line for each of the student's frames, the innermost first; those of the check itself, the library and the framework are left out.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="test">The check's test; nothing of it is named.</param>
    public static IReadOnlyList<string> Of(Exception exception, Delegate test)
    {
        List<string> lines = [];
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            MethodBase? method = frame.GetMethod();
            if (method is null || method == test.Method)
            {
                continue;
            }

            Type? type = method.DeclaringType;
            string assembly = type?.Assembly.GetName().Name ?? string.Empty;
            if (assembly.StartsWith("System", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal) || type?.Assembly == typeof(StudentFrames).Assembly
                || (type is not null && type == test.Method.DeclaringType && method.Name.Contains('<', StringComparison.Ordinal)))
            {
                continue;
            }

            int line = frame.GetFileLineNumber();
            string place = Path.GetFileName(frame.GetFileName() ?? string.Empty);
            lines.Add($"in {NameOf(method)}{(line > 0 ? $", line {line}" : string.Empty)}{(place.Length > 0 ? $" of {place}" : string.Empty)}");
            if (lines.Count == Most)
            {
                break;
            }
        }

        return lines;
    }

    // A local function F of a cell is compiled to a name like <<Initialize>>g__F|0_0.
    private static string NameOf(MethodBase method)
    {
        string name = method.Name;
        int local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local >= 0)
        {
            name = name[(local + 4)..].Split('|')[0];
        }
        else if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is int end and > 1)
        {
            name = $"a lambda of {name[1..end].TrimStart('<')}";
        }

        Type? type = method.DeclaringType;
        bool isOwn = type is not null && !type.Name.Contains('#', StringComparison.Ordinal) && !type.Name.Contains('<', StringComparison.Ordinal);
        return isOwn ? $"{type!.Name}.{(name == ".ctor" ? "constructor" : name)}" : name;
    }
}
