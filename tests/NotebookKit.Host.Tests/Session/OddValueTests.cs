using NotebookKit.Host.Display;

namespace NotebookKit.Host.Tests.Session;

/// <summary>Whatever a cell ends with is shown sensibly, in bounded time and space.</summary>
public sealed class OddValueTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "endless", "0" },
        { "endless objects", "" },
        { "nested", "" },
        { "self", "" },
        { "self in property", "" },
        { "deep", "" },
        { "throwing enumerator", "" },
        { "throwing property", "" },
        { "ten megabytes", "xxx" },
        { "null in list", "null" },
        { "task", "" },
        { "type", "int" },
        { "delegate", "" },
        { "exception", "boom" },
        { "tuple", "1" },
        { "control characters", "a" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void It_has_a_bounded_plain_form(string kind, string part)
    {
        var bundle = MimeBundle.Of(Value(kind));
        var text = bundle["text/plain"]!.GetValue<string>();
        Assert.Contains(part, text);
        Assert.NotEmpty(text);
        Assert.True(bundle.ToJsonString().Length < 30_000_000, kind);
    }

    private static object? Value(string kind) => kind switch
    {
        "endless" => Endless(),
        "endless objects" => Endless().Select(i => new { i, Next = new { i } }),
        "nested" => new { A = new { B = new { C = new[] { 1, 2 } } }, D = new Dictionary<string, object?> { ["k"] = null } },
        "self" => new Node(),
        "self in property" => new { Inner = new List<Node> { new() } },
        "deep" => Enumerable.Range(0, 5000).Aggregate((object)"end", (inner, _) => new List<object> { inner }),
        "throwing enumerator" => Throwing(),
        "throwing property" => new Broken(),
        "ten megabytes" => new string('x', 10 << 20),
        "null in list" => new object?[] { null, 1 },
        "task" => new TaskCompletionSource<int>().Task,
        "type" => typeof(int),
        "delegate" => (Func<int>)(() => 1),
        "exception" => new InvalidOperationException("boom"),
        "tuple" => (1, "two", new[] { 3 }),
        "control characters" => "a\0\u001b[31m\uD800",
        _ => throw new ArgumentException(kind),
    };

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }

    private static IEnumerable<int> Throwing()
    {
        yield return 1;
        throw new InvalidOperationException("no more");
    }

    public sealed class Node
    {
        public string Name { get; } = "node";

        public Node Self => this;

        public List<Node> Children => [this, this];
    }

    public sealed class Broken
    {
        private readonly int one = 1;

        public int Good => one;

        public int Bad => one > 0 ? throw new InvalidOperationException("bad") : one;

        public override string ToString() => throw new InvalidOperationException("worse");
    }
}
