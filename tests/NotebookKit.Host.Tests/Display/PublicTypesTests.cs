using System.Reflection;
using System.Runtime.CompilerServices;
using NotebookKit.Charts;
using NotebookKit.Checks;
using NotebookKit.Display;
using NotebookKit.Gradients;
using NotebookKit.Interactive;
using NotebookKit.Memory;
using NotebookKit.Ops;
using NotebookKit.Optimizers;

namespace NotebookKit.Host.Tests.Display;

/// <summary>Nothing that a student may leave as the last line of a cell prints its class name only.</summary>
public sealed class PublicTypesTests
{
    // Parts that are never the result of a cell, each with the reason.
    private static readonly Dictionary<Type, string> Excused = new()
    {
        [typeof(BufferScope)] = "stands in a using statement",
        [typeof(MimeFormatter<>)] = "what a host asks for",
        [typeof(MagicLine)] = "what a command reads its arguments with",
        [typeof(CheckSetAttribute)] = "stands above a class",
        [typeof(MethodAttribute)] = "stands above a class",
        [typeof(CheckTest)] = "what a check is handed",
        [typeof(CheckBook)] = "where checks are kept; the overview shows them",
        [typeof(LiveFigure)] = "has shown its figure already",
        [typeof(LiveLines)] = "has shown its figure already",
        [typeof(Saved)] = "what an operation keeps for itself",
        [typeof(KeptUnary)] = "what an operation keeps for itself",
        [typeof(KeptBinary)] = "what an operation keeps for itself",
    };

    [Fact]
    public void Every_public_type_looks_like_something()
    {
        string[] bare = [.. typeof(Tensor).Assembly.GetExportedTypes().Where(type => !IsExcused(type) && !HasFormatter(type) && !HasText(type)).Select(type => type.FullName!)];
        Assert.True(bare.Length == 0, $"give these a formatter source or a ToString, or say in this test why not: {string.Join(", ", bare)}");
    }

    [Fact]
    public void Every_formatter_source_writes_the_plain_form_too()
    {
        foreach (Type source in typeof(Tensor).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.Name.EndsWith("FormatterSource", StringComparison.Ordinal)))
        {
            var formatters = (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!;
            Assert.Contains("text/plain", formatters.Select(formatter => (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!));
        }
    }

    // Formulas are named by their results' history; interfaces, enums and exceptions show themselves; static classes are no values.
    private static bool IsExcused(Type type) =>
        type.IsInterface || type.IsEnum || type.IsAbstract || typeof(Exception).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type)
        || type.GetInterfaces().Any(one => one.Name is "IOp" or "IUnaryFormula" or "IBinaryFormula" or "IMagicCommand" || one.Name.StartsWith("ISimd`", StringComparison.Ordinal))
        || type.Name.EndsWith("FormatterSource", StringComparison.Ordinal)
        || Excused.ContainsKey(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    private static bool HasFormatter(Type type) => type.GetCustomAttributes(inherit: true).Any(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");

    // A record's own text lists its members, which says enough unless one of them is an array.
    private static bool HasText(Type type)
    {
        MethodInfo text = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
        bool madeByCompiler = text.IsDefined(typeof(CompilerGeneratedAttribute));
        return text.DeclaringType != typeof(object) && text.DeclaringType != typeof(ValueType)
            && (!madeByCompiler || !type.GetProperties().Any(property => property.PropertyType.IsArray));
    }
}
