using System.ComponentModel;
using System.Diagnostics;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Homework.Tests.Grading;
using NotebookKit.Host.Protocol;
using Xunit.Abstractions;

namespace NotebookKit.Homework.Tests.Sandbox;

/// <summary>The wall is the strongest that the system has, and what must be read inside can be reached.</summary>
[Collection(nameof(Children))]
public class WallsTests(Children children, ITestOutputHelper output)
{
    [Fact]
    public void Where_bubblewrap_starts_anything_it_is_the_wall()
    {
        // The program of these tests lies several folders deep: a wall that cannot let it in would not be found to hold.
        if (!Succeeds("bwrap", "--ro-bind", "/", "/", "--unshare-pid", "--unshare-net", "--proc", "/proc", "true"))
        {
            output.WriteLine($"not compared: bubblewrap is not there or not allowed here; the wall is {children.Walls.Kind}");
            return;
        }

        Assert.Equal(WallKind.Bubblewrap, children.Walls.Kind);
    }

    [Fact]
    public void Every_folder_on_the_way_to_a_place_can_be_gone_through()
    {
        var arguments = new Walls(WallKind.Bubblewrap).Around(new CellServerCommand("/opt/kit/bin/nbkit", []), "/var/lib/homework/one", new ChildLimits(), 0).Arguments;
        var bound = arguments.Index().First(pair => pair.Item == "--bind" && arguments[pair.Index + 1] == "/var/lib/homework/one").Index;
        foreach (var folder in new[] { "/var", "/var/lib", "/var/lib/homework" })
        {
            var made = arguments.Index().First(pair => pair.Item == "--dir" && arguments[pair.Index + 1] == folder).Index;
            Assert.Equal(["--perms", "0755"], arguments.Skip(made - 2).Take(2));
            Assert.True(made < bound, $"{folder} comes before what is in it");
        }
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
