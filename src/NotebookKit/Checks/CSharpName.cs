namespace NotebookKit.Checks;

/// <summary>Types as C# writes them.</summary>
internal static class CSharpName
{
    private static readonly Dictionary<Type, string> Short = new()
    {
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The full name, so that it means the same in every notebook.</summary>
    public static string Of(Type type)
    {
        if (Short.TryGetValue(type, out string? name))
        {
            return name;
        }

        if (type.IsArray)
        {
            // An array of matrices is double[][,]: C# writes the outer ranks first.
            string ranks = string.Empty;
            while (type.IsArray)
            {
                ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
                type = type.GetElementType()!;
            }

            return Of(type) + ranks;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Of(inner)}?";
        }

        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Of))})";
        }

        // A type that a cell declared lies in the submission's class, which C# cannot name from outside.
        string outer = type.DeclaringType is { } owner && !owner.Name.Contains('#', StringComparison.Ordinal) ? Of(owner) + "."
            : type.Namespace is { Length: > 0 } space && type.DeclaringType is null ? $"global::{space}." : string.Empty;
        string plain = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{outer}{plain}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : outer + plain;
    }
}
