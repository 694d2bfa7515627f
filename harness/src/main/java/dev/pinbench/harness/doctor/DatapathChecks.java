package dev.pinbench.harness.doctor;

import java.util.ArrayList;
import java.util.List;

/** Which datapaths can be built? */
final class DatapathChecks {

    private DatapathChecks() {}

    static List<DoctorFinding> check(List<DatapathNeeds> datapaths) {
        List<DoctorFinding> findings = new ArrayList<>();
        for (DatapathNeeds datapath : datapaths) {
            String subject = "datapath " + datapath.name();
            if (datapath.lacking().isEmpty()) {
                findings.add(DoctorFinding.ok(subject, "can be built", "stands for " + datapath.standsFor()));
            }
            for (DatapathNeeds.Missing missing : datapath.lacking()) {
                findings.add(DoctorFinding.note(
                        subject,
                        missing.what(),
                        "a profile cannot name it, datapath: all leaves it out; it stands for " + datapath.standsFor(),
                        missing.mend()));
            }
        }
        return findings;
    }
}
