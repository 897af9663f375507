using NotebookKit.Interactive;

namespace NotebookKit.Tests.Interactive;

/// <summary>What a .NET Interactive kernel is asked beside its cell, and what it is sent as code.</summary>
public class KernelExpressionTests
{
    [Theory]
    [InlineData("x", true)]
    [InlineData(" (x * x).Sum() ", true)]
    [InlineData("(System.Action)(() => { y++; z = \"a;b\"; })", true)]
    [InlineData("Say(\"not ; the end\", ';')", true)]
    [InlineData("first\n  .Second()", true)]
    [InlineData("int y = 3;", false)]
    [InlineData("y = 3; y", false)]
    [InlineData("int Twice(int n) { return n + n; }", false)]
    [InlineData("if (x) { y(); }", false)]
    [InlineData("class Student { public int Age; }", false)]
    [InlineData("\"open", false)]
    [InlineData("(open", false)]
    [InlineData("#!time", false)]
    [InlineData("x // ; a note", false)]
    [InlineData("@\"c:\\\" + x", false)]
    [InlineData("", false)]
    public void Only_what_declares_nothing_by_its_looks_is_an_expression(string code, bool expected) => Assert.Equal(expected, KernelExpression.IsOne(code));

    [Fact]
    public async Task A_kernel_without_a_session_is_not_asked() =>
        Assert.Equal((false, null), await KernelExpression.TryAsync(new object(), "1 + 1", CancellationToken.None));

    [Fact]
    public async Task A_session_that_looks_like_the_engines_is_asked_for_the_value_and_stays_as_it_was()
    {
        Kernel kernel = new();
        Assert.Equal((true, 3), await KernelExpression.TryAsync(kernel, "abc", CancellationToken.None));
        Assert.Equal(0, kernel.ScriptState.Script.Length);
        Assert.Equal("FormatException: boom", (await Assert.ThrowsAsync<MagicException>(() => KernelExpression.TryAsync(kernel, "throw", CancellationToken.None))).Message);
    }

    // The members that the binding finds by name; a state has two properties ReturnValue, its own and a hidden one.
    private sealed class Kernel
    {
        public State ScriptState { get; } = new(0);
    }

    private class OldState
    {
        public object? ReturnValue { get; } = "hidden";
    }

    private sealed class State(int value) : OldState
    {
        public new int ReturnValue { get; } = value;

        public Script Script { get; } = new(0);
    }

#pragma warning disable CA1822 // Found by name, as a member of each.
    private sealed class Script(int length)
    {
        public int Length => length;

        public Script ContinueWith(string code, object? options = null) => options is null ? new(code == "throw" ? -1 : code.Length) : throw new ArgumentException("no options are given", nameof(options));

        public Task<State> RunFromAsync(State previous, CancellationToken cancellation) =>
            cancellation.IsCancellationRequested || previous is null || length < 0 ? Task.FromException<State>(new FormatException("boom")) : Task.FromResult(new State(length));
    }
#pragma warning restore CA1822
}
