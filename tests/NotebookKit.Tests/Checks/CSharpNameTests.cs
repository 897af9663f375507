using NotebookKit.Checks;

namespace NotebookKit.Tests.Checks;

/// <summary>A student's symbol is asked for by its type, written as C#: what is written must be the type again.</summary>
public class CSharpNameTests
{
    public static TheoryData<Type, string> Types => new()
    {
        { typeof(double[]), "double[]" },
        { typeof(double[,]), "double[,]" },
        { typeof(double[][]), "double[][]" },
        { typeof(double[][,]), "double[][,]" },
        { typeof(double[,][]), "double[,][]" },
        { typeof(int?[]), "int?[]" },
        { typeof(Func<double[][,], (int, double[])>), "global::System.Func<double[][,], (int, double[])>" },
        { typeof(Dictionary<string, List<bool>>), "global::System.Collections.Generic.Dictionary<string, global::System.Collections.Generic.List<bool>>" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_written_as_CSharp_writes_it(Type type, string text) => Assert.Equal(text, CSharpName.Of(type));
}
