using System.Collections;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Display;

namespace NotebookKit.Host.Display;

/// <summary>Tells the formatting engine how plain C# values look where its own form is none a reader wants.</summary>
/// <remarks>Registered before any cell runs, so what a student registers comes later and wins.</remarks>
internal static class ValueFormatting
{
    private const int MostItems = 20;

    /// <summary>Registers the forms; called once.</summary>
    public static void Register()
    {
        foreach ((Type type, Func<object, string> write) in ValueForms.Texts)
        {
            Formatter.Register(type, (value, writer) => writer.Write(write(value)), MimeBundle.Plain);
            Formatter.Register(type, (value, writer) => writer.Write(WebUtility.HtmlEncode(write(value)).Replace("\n", "<br>", StringComparison.Ordinal)), "text/html");
            Formatter.SetPreferredMimeTypesFor(type, MimeBundle.Plain);
        }

        ours = [.. Formatter.RegisteredFormatters(includeDefaults: false)];
    }

    private static ITypeFormatter[] ours = [];

    /// <summary>A list of records or a grid as a table, in both forms; null for everything else, and for types that the student or an attribute gave a look.</summary>
    public static ValueTable? Table(object value)
    {
        try
        {
            return ValueTable.Of(value, HasOwnLook);
        }
#pragma warning disable CA1031 // An enumerator is the student's code: the engine's form still stands.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>The first items of a lazy sequence or a set, of which the engine would write the class; null for everything else.</summary>
    public static string? LazySequence(object value)
    {
        if (value is ICollection or string || value is not IEnumerable sequence || HasOwnLook(value.GetType()) || !IsHidden(value.GetType()))
        {
            return null;
        }

        List<string> first = [];
        foreach (object? item in sequence)
        {
            if (first.Count == MostItems)
            {
                first.Add("...");
                break;
            }

            first.Add(item is null ? "null" : item.ToDisplayString(MimeBundle.Plain).Trim());
        }

        return first.Count == 0 ? "[ ]" : $"[ {string.Join(", ", first)} ]";
    }

    private static bool IsHidden(Type type) => type.Name.Contains('<') || type.FullName?.StartsWith("System.Linq.", StringComparison.Ordinal) == true
        || type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ISet<>));

    private static bool HasOwnLook(Type type) =>
        type.GetCustomAttributes(inherit: true).Any(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute")
        || Formatter.RegisteredFormatters(includeDefaults: false).Except(ours).Any(formatter => formatter.Type != typeof(object) && formatter.Type.IsAssignableFrom(type));
}
