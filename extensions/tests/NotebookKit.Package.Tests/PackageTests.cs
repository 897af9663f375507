using System.Diagnostics;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.PackageManagement;
using Xunit.Abstractions;

namespace NotebookKit.Package.Tests;

/// <summary>The first cell of every notebook in the genuine engine: its own <c>#r "nuget: NotebookKit"</c> finds, unpacks and loads the package.</summary>
/// <remarks>
/// Nothing here is compiled against the library, so whatever answers came out of the package. Of the tool around the engine
/// one step is done by hand: it looks into each added package for <c>interactive-extensions/dotnet/extension.dib</c> and runs it.
/// </remarks>
public sealed class PackageTests(PackedLibrary packed, ITestOutputHelper output) : IClassFixture<PackedLibrary>
{
    [Fact]
    public async Task The_engines_own_directive_loads_the_library_and_its_script_out_of_the_package_without_a_network()
    {
        using CompositeKernel root = new()
        {
            new CSharpKernel().UseKernelHelpers().UseValueSharing().UseNugetDirective(
                (kernel, resolved) =>
                {
                    kernel.AddAssemblyReferences(resolved.SelectMany(package => package.AssemblyPaths));
                    return Task.CompletedTask;
                },
                forceRestore: true),
        };
        root.DefaultKernelName = "csharp";
        List<KernelEvent> all = [];
        using IDisposable listening = root.KernelEvents.Subscribe(new Listener(all));

        await RunAsync($"#i \"nuget:{packed.Feed}\"\n#r \"nuget: NotebookKit\"");
        ResolvedPackageReference[] added = [.. all.OfType<PackageAdded>().Select(one => one.PackageReference)];
        ResolvedPackageReference library = Assert.Single(added, package => package.PackageName == "NotebookKit");
        Assert.Equal(packed.Version, library.PackageVersion);
        Assert.StartsWith(packed.Packages, library.PackageRoot, StringComparison.Ordinal);
        Assert.Contains(added, package => string.Equals(package.PackageName, "MathNet.Numerics", StringComparison.OrdinalIgnoreCase));
        output.WriteLine($"Microsoft.DotNet.Interactive.PackageManagement {FileVersionInfo.GetVersionInfo(typeof(AddPackage).Assembly.Location).ProductVersion}: {string.Join(", ", added.Select(package => $"{package.PackageName} {package.PackageVersion}"))}");

        FileInfo script = new(Path.Combine(library.PackageRoot, "interactive-extensions", "dotnet", "extension.dib"));
        Assert.True(script.Exists, $"no {script}");
        await RunAsync(await File.ReadAllTextAsync(script.FullName));
        string[] commands = [.. root.KernelInfo.SupportedDirectives.Select(directive => directive.Name)];
        Assert.All(["#!kit", "#!seed", "#!data", "#!summary", "#!profile", "#!check", "#!hint"], command => Assert.Contains(command, commands));

        Assert.StartsWith(library.PackageRoot, Shown(await RunAsync("typeof(NotebookKit.Tensor).Assembly.Location"), "text/plain"), StringComparison.Ordinal);
        KernelEvent[] product = await RunAsync("""
            using NotebookKit;
            using NotebookKit.Layers;
            Tensor.From([1.5, 2, 3]).Reshape(3, 1).MatMul(Tensor.From([1.0, 10], [1, 2]))
            """);
        Assert.Contains("30", Shown(product, "text/html"), StringComparison.Ordinal);
        Assert.StartsWith("[[ 1.5, 15.0],", Shown(product, "text/plain"), StringComparison.Ordinal);

        // The inverse is made by MathNet.Numerics, a package that the library's names.
        Assert.Contains("0.5", Shown(await RunAsync("Tensor.From([2.0, 0, 0, 4], [2, 2]).Inverse()"), "text/plain"), StringComparison.Ordinal);
        Assert.Contains("1,570", Shown(await RunAsync("#!summary new Linear(784, 2) [1, 784]"), "text/plain"), StringComparison.Ordinal);

        async Task<KernelEvent[]> RunAsync(string code)
        {
            int before = all.Count;
            await root.SendAsync(new SubmitCode(code));
            KernelEvent[] own = [.. all.Skip(before)];
            Assert.True(!own.OfType<CommandFailed>().Any(), $"the cell\n{code}\nfails: {own.OfType<CommandFailed>().LastOrDefault()?.Message}");
            return own;
        }
    }

    private static string Shown(IEnumerable<KernelEvent> events, string form) =>
        events.OfType<DisplayEvent>().SelectMany(shown => shown.FormattedValues).First(value => value.MimeType == form).Value;

    private sealed class Listener(List<KernelEvent> all) : IObserver<KernelEvent>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KernelEvent value)
        {
            lock (all)
            {
                all.Add(value);
            }
        }
    }
}
