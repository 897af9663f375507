using System.Diagnostics;
using NotebookKit.Host.Jupyter.Install;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>Jupyter's folders inside a test's own: nothing of the user's Jupyter takes part.</summary>
internal static class OwnJupyter
{
    /// <summary>Enters the kernel there.</summary>
    public static void Install(TemporaryFolder folder) => KernelInstaller.Install(KernelFixture.Nbkit(), folder.File("share/jupyter/kernels"), []);

    /// <summary>Lets a program look there and nowhere else.</summary>
    public static void Of(ProcessStartInfo start, TemporaryFolder folder)
    {
        start.Environment["JUPYTER_PATH"] = folder.File("share/jupyter");
        foreach (var variable in new[] { "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR" })
        {
            start.Environment[variable] = folder.File("jupyter");
        }
    }
}
