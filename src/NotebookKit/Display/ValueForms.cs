using System.Numerics;
using System.Reflection;
using System.Text;

namespace NotebookKit.Display;

/// <summary>How values of plain C# look that a table of all their properties would bury: exceptions, tasks, functions, files.</summary>
/// <remarks>
/// A host registers these with its formatting engine (<c>Formatter.Register(type, write, mimeType)</c>, before the student's
/// own, which then win); the library itself does not know the engine.
/// </remarks>
public static class ValueForms
{
    private const int Longest = 20_000;

    /// <summary>The types, derived ones included, and their text in one line or a few.</summary>
    public static IReadOnlyList<(Type Type, Func<object, string> Write)> Texts { get; } =
    [
        (typeof(Exception), value => Failure((Exception)value)),
        (typeof(Task), value => Work((Task)value)),
        (typeof(Delegate), value => Function((Delegate)value)),
        (typeof(MemberInfo), value => value is Type type ? TypeNames.Of(type) : Plain(value)),
        (typeof(Assembly), Plain),
        (typeof(Uri), Plain),
        (typeof(StringBuilder), Plain),
        (typeof(Complex), value => Number((Complex)value)),
        (typeof(FileSystemInfo), Plain),
        (typeof(Version), Plain),
        (typeof(Thread), _ => "a thread"),
        (typeof(CancellationToken), value => ((CancellationToken)value).IsCancellationRequested ? "a token that asks to stop" : "a token that does not ask to stop"),
    ];

    /// <summary>A text as HTML that keeps its lines.</summary>
    public static string AsHtml(string text) => Html.Pre(text);

    /// <summary>Kind, message and causes of an exception, and where it was thrown; never throws, whatever the exception does.</summary>
    private static string Failure(Exception exception)
    {
        StringBuilder text = new();
        Exception? cause = exception;
        for (int depth = 0; cause is not null && depth < 5; depth++)
        {
            text.Append(depth == 0 ? string.Empty : "\n  caused by ").Append(TypeNames.Of(cause.GetType())).Append(": ").Append(Safely(cause, e => e.Message));
            cause = cause.InnerException;
        }

        return Html.Shortened(text.ToString(), Longest);
    }

    private static string Work(Task task)
    {
        // A promise of the runtime is named as what it promises; what an async method without a result gives is nobody's business.
        Type? promised = task.GetType().GetProperty("Result")?.PropertyType;
        bool hasResult = promised is not null && promised.Name != "VoidTaskResult";
        string name = hasResult ? $"Task<{TypeNames.Of(promised!)}>" : "Task";
        if (task.IsFaulted)
        {
            return $"{name}, failed: {Failure(task.Exception!.InnerException!)}";
        }

        if (!task.IsCompletedSuccessfully)
        {
            return $"{name}, {(task.IsCanceled ? "cancelled" : "not finished; await it for its result")}";
        }

        object? result = hasResult ? task.GetType().GetProperty("Result")!.GetValue(task) : null;
        return result is null ? $"{name}, finished"
            : $"{name}, finished; await it to use its result: {Safely(result, value => value is Array array ? $"{TypeNames.Of(array.GetType())} of {array.Length:N0}" : $"{value}")}";
    }

    private static string Function(Delegate function) =>
        $"a function ({string.Join(", ", function.Method.GetParameters().Select(parameter => $"{TypeNames.Of(parameter.ParameterType)} {parameter.Name}".TrimEnd()))}) → {TypeNames.Of(function.Method.ReturnType)}";

    private static string Number(Complex value) => $"{NumberWords.Short(value.Real)} {(value.Imaginary < 0 ? "-" : "+")} {NumberWords.Short(Math.Abs(value.Imaginary))}i";

    private static string Plain(object value) => Safely(value, any => any.ToString());

    /// <summary>A text of a value; one that throws says so.</summary>
    internal static string Safely<T>(T value, Func<T, string?> write)
        where T : notnull
    {
        try
        {
            return Html.Shortened(write(value) ?? "null", Longest);
        }
#pragma warning disable CA1031 // ToString and Message are the student's code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"({TypeNames.Of(value.GetType())}, whose text threw {e.GetType().Name})";
        }
    }
}
