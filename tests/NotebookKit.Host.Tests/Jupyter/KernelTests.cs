using System.Text.Json.Nodes;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>The kernel through its sockets, with a real child process.</summary>
public sealed class KernelTests(KernelFixture kernel) : IClassFixture<KernelFixture>, IAsyncLifetime
{
    private KernelClient client = null!;

    public async Task InitializeAsync() => client = await KernelClient.ConnectAsync(kernel.ConnectionFile);

    public async Task DisposeAsync()
    {
        // A test that fails leaves no cell behind that others would wait for.
        await client.AskAsync("interrupt_request", [], "control");
        client.Dispose();
    }

    [Fact]
    public async Task It_says_who_it_is()
    {
        var info = await (await client.AskAsync("kernel_info_request", [])).Reply;
        Assert.Equal(("ok", "5.4", "notebookkit", ".cs"), (Text(info, "status"), Text(info, "protocol_version"), Text(info, "implementation"), Text(info["language_info"]!, "file_extension")));
        var comms = await (await client.AskAsync("comm_info_request", [])).Reply;
        Assert.Empty(comms["comms"]!.AsObject());
    }

    [Fact]
    public async Task A_cell_shows_what_it_shows_between_busy_and_idle()
    {
        var run = await client.RunAsync("""
            Console.Write("out");
            Console.Error.Write("err");
            var d = display("first");
            await Task.Delay(150);
            d.Update("second");
            clear_output(true);
            Console.Write("after");
            6 * 7
            """);
        var number = (await run.Reply)["execution_count"]!.GetValue<int>();
        Assert.Equal(
            ["busy", $"input {number}", "stdout: out", "stderr: err", "display_data: first", "update_display_data: second", "clear", "stdout: after", "execute_result: 42", "idle"],
            run.Texts);
        var shown = run.Published.Where(message => message.Type.Contains("display_data")).Select(message => message.Content["transient"]!["display_id"]!.GetValue<string>());
        Assert.Single(shown.Distinct());
    }

    [Fact]
    public async Task An_error_is_told_and_the_clients_own_waiting_cells_are_aborted()
    {
        using var other = await KernelClient.ConnectAsync(kernel.ConnectionFile);
        var first = await client.SendAsync("execute_request", new JsonObject { ["code"] = "await Task.Delay(300); throw new ArgumentException(\"no\");" });
        var second = await client.SendAsync("execute_request", new JsonObject { ["code"] = "1" });
        var others = await other.SendAsync("execute_request", new JsonObject { ["code"] = "2" });
        await Task.WhenAll(first.EndAsync(), second.EndAsync(), others.EndAsync());
        var reply = await first.Reply;
        Assert.Equal(("error", "ArgumentException", "no"), (Text(reply, "status"), Text(reply, "ename"), Text(reply, "evalue")));
        Assert.Contains("error ArgumentException", first.Texts);
        Assert.Equal("aborted", Text(await second.Reply, "status"));
        Assert.Equal("ok", Text(await others.Reply, "status"));

        var lenient = await client.SendAsync("execute_request", new JsonObject { ["code"] = "await Task.Delay(300); throw new Exception();", ["stop_on_error"] = false });
        var next = await client.SendAsync("execute_request", new JsonObject { ["code"] = "3" });
        await Task.WhenAll(lenient.EndAsync(), next.EndAsync());
        Assert.Equal("ok", Text(await next.Reply, "status"));
    }

    [Fact]
    public async Task Silent_code_shows_nothing_and_is_not_counted_and_expressions_are_evaluated()
    {
        var before = (await (await client.RunAsync("var seven = 7;")).Reply)["execution_count"]!.GetValue<int>();
        var silent = await client.AskAsync("execute_request", new JsonObject { ["code"] = "Console.WriteLine(1); seven++; seven", ["silent"] = true });
        Assert.Equal(["busy", "idle"], silent.Texts);
        var unstored = await client.AskAsync("execute_request", new JsonObject
        {
            ["code"] = "seven",
            ["store_history"] = false,
            ["user_expressions"] = new JsonObject { ["good"] = "seven * 2", ["bad"] = "nonsense" },
        });
        var reply = await unstored.Reply;
        Assert.Equal(before, reply["execution_count"]!.GetValue<int>());
        Assert.Contains("execute_result: 8", unstored.Texts);
        Assert.Equal("16", Text(reply["user_expressions"]!["good"]!["data"]!, "text/plain"));
        Assert.Equal("CompileError", Text(reply["user_expressions"]!["bad"]!, "ename"));
        var history = (await (await client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 })).Reply)["history"]!.AsArray();
        Assert.Equal("var seven = 7;", history[0]![2]!.GetValue<string>());
    }

    [Fact]
    public async Task History_gives_a_range_and_what_fits_a_pattern()
    {
        var number = (await (await client.RunAsync("\"needle 1\"")).Reply)["execution_count"]!.GetValue<int>();
        await client.RunAsync("\"needle 2\"");
        var range = await client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = number, ["stop"] = number + 1, ["output"] = true });
        Assert.Equal($"[[1,{number},[\"\\u0022needle 1\\u0022\",\"needle 1\"]]]", (await range.Reply)["history"]!.ToJsonString());
        var search = await client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*needle ?*" });
        Assert.Equal(2, (await search.Reply)["history"]!.AsArray().Count);
    }

    [Fact]
    public async Task Input_is_asked_for_and_refused_where_nobody_can_answer()
    {
        var ask = await client.SendAsync("execute_request", new JsonObject { ["code"] = "Console.ReadLine() + \"!\"", ["allow_stdin"] = true });
        await ask.Asked;
        await client.SendAsync("input_reply", new JsonObject { ["value"] = "Ada" }, "stdin");
        await ask.EndAsync();
        Assert.Contains("execute_result: Ada!", ask.Texts);

        var refused = await client.AskAsync("execute_request", new JsonObject { ["code"] = "Console.ReadLine()", ["allow_stdin"] = false });
        Assert.Contains("cannot ask for input", Text(await refused.Reply, "evalue"));

        var waiting = await client.SendAsync("execute_request", new JsonObject { ["code"] = "Console.ReadLine()", ["allow_stdin"] = true });
        await waiting.Asked;
        await client.AskAsync("interrupt_request", [], "control");
        await waiting.EndAsync();
        Assert.Equal("OperationCanceledException", Text(await waiting.Reply, "ename"));
    }

    [Fact]
    public async Task Names_are_completed_explained_and_judged_while_a_cell_runs()
    {
        await client.RunAsync("/// <summary>Halves a number.</summary>\nint Half(int number) => number / 2;\nvar words = new[] { \"a\" };");
        var running = await client.SendAsync("execute_request", new JsonObject { ["code"] = "Console.WriteLine(); while (true) { }" });
        await running.Output;

        Assert.Contains("Length", await CompleteAsync("words."));
        Assert.Equal(["Where"], await CompleteAsync("😀\nwords.Wher".Replace("😀", "// 😀")));
        Assert.Contains("words", await CompleteAsync("foreach (var w in wor"));
        Assert.Contains("ToUpper", await CompleteAsync("words.Select(word => word.To"));
        Assert.Contains("HasValue", await CompleteAsync("int? maybe = 1;\nmaybe.\nvar next = 2;", "int? maybe = 1;\nmaybe.".Length));
        Assert.Contains("#!time", await CompleteAsync("#!ti"));
        Assert.Contains("foreach", await CompleteAsync("fore"));
        Assert.Empty(await CompleteAsync("// words."));
        Assert.Empty(await CompleteAsync("var text = \"words."));

        Assert.StartsWith("int Half(int number)\n\nHalves a number.", await InspectAsync("Half"));
        Assert.StartsWith("string[] words", await InspectAsync("words"));
        Assert.Contains("Math.Max(", await InspectAsync("Math.Max(1, "));
        Assert.Contains("measures", await InspectAsync("#!time"));
        Assert.Equal("", await InspectAsync("nothingOfThisName"));

        Assert.Equal("complete", await JudgeAsync("1 + 1"));
        Assert.Equal("incomplete", await JudgeAsync("for (;;) {"));
        Assert.Equal("invalid", await JudgeAsync("var x = ;"));

        await client.AskAsync("interrupt_request", [], "control");
        await running.EndAsync();
    }

    [Fact]
    public async Task A_completion_says_where_in_code_points_and_of_what_kind()
    {
        var reply = await (await client.AskAsync("complete_request", new JsonObject { ["code"] = "\"😀\".Lengt", ["cursor_pos"] = 9 })).Reply;
        Assert.Equal((4, 9), (reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
        var item = reply["metadata"]!["_jupyter_types_experimental"]![0]!;
        Assert.Equal(("Length", "property", "int"), (Text(item, "text"), Text(item, "type"), Text(item, "signature")));
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "ProcessExited")]
    [InlineData("object all = 0;\nfor (var i = 0; i < 1000000; i++) all = new object[] { all };\nSystem.Collections.StructuralComparisons.StructuralEqualityComparer.GetHashCode(all)", "StackOverflowException")]
    public async Task A_cell_that_kills_its_process_costs_the_variables_and_not_the_kernel(string code, string error)
    {
        await client.RunAsync("var lost = 1;");
        var death = await client.RunAsync(code);
        Assert.Equal(error, Text(await death.Reply, "ename"));
        Assert.Contains("all variables are lost", Text(await death.Reply, "evalue"));
        Assert.Contains("execute_result: 2", (await client.RunAsync("1 + 1")).Texts);
        Assert.Equal("CompileError", Text(await (await client.RunAsync("lost")).Reply, "ename"));
    }

    [Fact]
    public async Task Two_hundred_interrupts_leave_the_kernel_and_the_variables()
    {
        await client.RunAsync("var rounds = 0;");
        for (var i = 0; i < 200; i++)
        {
            var running = await client.SendAsync("execute_request", new JsonObject { ["code"] = "Console.WriteLine(++rounds);\nwhile (true) { }" });
            await running.Output;
            await client.AskAsync("interrupt_request", [], "control");
            await running.EndAsync();
            Assert.Equal("OperationCanceledException", Text(await running.Reply, "ename"));
        }

        Assert.Equal("ok", Text(await (await client.AskAsync("interrupt_request", [], "control")).Reply, "status"));
        Assert.Contains("execute_result: 200", (await client.RunAsync("rounds")).Texts);
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

    private async Task<string[]> CompleteAsync(string code, int? cursor = null)
    {
        var place = code[..(cursor ?? code.Length)].EnumerateRunes().Count();
        var reply = await (await client.AskAsync("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = place })).Reply;
        return [.. reply["matches"]!.AsArray().Select(match => match!.GetValue<string>())];
    }

    private async Task<string> InspectAsync(string code)
    {
        var reply = await (await client.AskAsync("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length })).Reply;
        return reply["found"]!.GetValue<bool>() ? Text(reply["data"]!, "text/plain") : "";
    }

    private async Task<string> JudgeAsync(string code) => Text(await (await client.AskAsync("is_complete_request", new JsonObject { ["code"] = code })).Reply, "status");
}
